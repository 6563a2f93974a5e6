// The server names the keys of the forms it has carried out. What this device keeps under such a key is forgotten when it
// was typed in the form that was sent from here: another tab, with other words, may have the same key.
import { keyOf, tabsOf } from "./draft.js";
import { forgetOf, names, own } from "./kept.js";

const SENT = "fyr-sent", MOST = 8;
const sent = () => JSON.parse(sessionStorage.getItem(SENT) ?? "{}");

addEventListener("submit", ({ target: form }) => {
  const key = form.method === "post" && keyOf(form);
  if (key) sessionStorage.setItem(SENT, JSON.stringify(Object.fromEntries([...Object.entries(sent()), [key, tabsOf(form)]].slice(-MOST))));
}, true);

export async function arrived() {
  const keys = document.cookie.match(/(?:^|; )fyr-saved=([^;]*)/)?.[1]?.split(".") ?? [];
  if (!keys.length) return;
  for (const key of keys) await forgetOf(key, sent()[key] ?? []);
  // What another tab has sent is for that one to forget.
  const left = keys.filter((key) => !sent()[key] && names().includes(own() + key));
  document.cookie = `fyr-saved=${left.join(".")}; Path=/; Max-Age=${left.length && 600}`;
}
