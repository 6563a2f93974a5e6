// What is kept is sent until an answer names its key. No network and "not now" are tried again, ever more slowly. What
// is refused is handed to the server, where its author finds it on Today; there too stands what is on this device alone.
import { mine, post, unseal } from "./device.js";
import { all, forgetSame, names } from "./kept.js";
import { one } from "./one.js";

const SLOWEST = 60000;

let sending;
export const settled = () => sending ?? Promise.resolve();
export function sendAll() {
  sending ??= each().finally(() => (sending = undefined));
  return sending;
}

let timer;
let pause = 1000;
const calm = () => (pause = 1000);
function again() {
  clearTimeout(timer);
  timer = setTimeout(sendAll, pause);
  pause = Math.min(pause * 2, SLOWEST);
}

async function each() {
  let isChanged = false;
  if (!names().length) return;
  if (!(await mine())) return again();
  for (const name of names()) {
    const entry = await unseal(name, localStorage.getItem(name));
    if (!entry || entry.isStuck || entry.kind === "typed") continue;
    const done = await one(name, entry, { again, calm });
    if (done === null) break;
    isChanged ||= done;
  }
  if (isChanged && document.querySelector("[data-today]") && !document.querySelector("dialog[open]")) location.reload();
  else await list();
}

// What is only typed waits for its author on Today, when she leaves this device; not what is of no form's fields yet.
export async function handOver() {
  for (const { key, entry } of await all()) {
    if (entry.kind !== "typed" || entry.isHeld) continue;
    const said = await post(document.body.dataset.unsaved, new URLSearchParams(entry.body));
    if (said.kept === key) await forgetSame(key, entry);
  }
}

// What is on this device alone, on Today.
async function list() {
  const section = document.querySelector("[data-on-device]");
  if (!section) return;
  const rows = (await all()).map(({ key, entry }) => [entry, () => forgetSame(key, entry)]);
  if (rows.length || !section.hidden) (await import("./stuck.js")).list(section, rows);
}

addEventListener("online", () => {
  pause = 1000;
  sendAll();
});
sendAll();
