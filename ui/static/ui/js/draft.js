// Drafts: every pause of half a second sends what is typed to the server; "saved" is only said of what it names.
import { remember, TAB } from "./back.js";
import { mine, post } from "./device.js";
import { forgetOf, keep } from "./kept.js";
import { settled } from "./sending.js";
import { say, see } from "./told.js";

const PAUSE = 500;
const open = new WeakMap();

function of(form) {
  if (!open.has(form)) open.set(form, { timer: 0, sequence: 0, last: Promise.resolve() });
  return open.get(form);
}

// The page in which the form is, and the one in which what was brought back into it was typed.
export const tabsOf = (form) => [TAB, form.dataset.tab];
export const keyOf = (form) => form.elements.key?.value;
export const typed = (form) => new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.method !== "post") return;
  form.dataset.typed = "yes";
  remember(form);
  if (!form.dataset.draft) return;
  clearTimeout(of(form).timer);
  of(form).timer = setTimeout(() => save(form), PAUSE);
});

// Leaving the page in the middle of a word: what is typed goes out now.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const form of document.querySelectorAll("form[data-draft]")) if (of(form).timer) save(form);
});

// After a save, a discard or a close no late timer speaks for the form.
export function stop(form) {
  clearTimeout(of(form).timer);
  of(form).timer = 0;
  return of(form).last;
}

// One at a time, in the order typed; answers what the server said.
export function save(form) {
  stop(form);
  of(form).last = of(form).last.then(() => store(form));
  return of(form).last;
}

async function store(form) {
  await settled();
  const body = typed(form);
  const key = keyOf(form);
  body.set("tab", TAB);
  body.set("sequence", ++of(form).sequence);
  const said = await post(form.dataset.draft, body);
  if (said.kept === key) {
    forgetOf(key, tabsOf(form));
    if (said.version) see(form, said.version);
    remember(form);
    say(form, "kept", said.saved_at ?? "");
  } else {
    const entry = { kind: "draft", tab: TAB, url: form.dataset.draft, body: body.toString(), at: location.pathname + location.search };
    say(form, (await keep(key, entry)) ? said.error : `${said.error}-lost`);
  }
  return said;
}

if (document.querySelector("form[data-draft]")) mine();
document.addEventListener("panel:open", ({ target }) => target.querySelector("form[data-draft]") && mine());
document.addEventListener("panel:close", ({ target, detail }) => {
  for (const form of target.querySelectorAll("form[data-draft]")) detail.until.push(of(form).timer ? save(form) : of(form).last);
});
