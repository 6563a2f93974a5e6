// What could not be sent is kept on this device, sealed, under its author's name and its form's key, until an answer
// names that key. What is refused is handed to the server, where its author finds it on Today.
import { mine, post, PREFIX, seal, unseal } from "./device.js";
import { see, tell } from "./told.js";

const words = () => document.querySelector("[data-toasts]").dataset;
const own = () => `${PREFIX}${document.body.dataset.who}-`;
const names = () => Object.keys(localStorage).filter((name) => document.body.dataset.who && name.startsWith(own()));
export const forget = (key) => localStorage.removeItem(own() + key);
export const count = () => names().length;

// False when nothing is kept: no secure context, no key, or no room. A save that waits stays a save.
export async function keep(key, entry) {
  const name = own() + key;
  const before = localStorage.getItem(name);
  const waiting = before && (await unseal(name, before));
  const whole = waiting?.kind === "save" && entry.kind === "draft" ? { ...waiting, body: entry.body } : entry;
  const sealed = await seal(name, whole);
  if (!sealed) return false;
  try {
    localStorage.setItem(name, sealed);
    return true;
  } catch {
    return false;
  }
}

let sending;
export const settled = () => sending ?? Promise.resolve();
export function sendAll() {
  sending ??= each().finally(() => (sending = undefined));
  return sending;
}

async function each() {
  let isChanged = false;
  if (!names().length || !(await mine())) return;
  for (const name of names()) {
    const entry = await unseal(name, localStorage.getItem(name));
    if (!entry || entry.isShown) continue;
    const done = await one(name, entry);
    if (done === null) break;
    isChanged ||= done;
  }
  if (isChanged && document.querySelector("[data-today]") && !document.querySelector("dialog[open]")) location.reload();
}

// True when it has come to the server, false when it stays here, null when there is no way there now.
async function one(name, entry) {
  const key = name.slice(own().length);
  const said = await post(entry.url, new URLSearchParams(entry.body));
  if (said.error && ["network", "out", "another-user"].includes(said.error)) return null;
  if (said.kept === key) return arrived(name, key, entry, said);
  const handed = await post(document.body.dataset.unsaved, new URLSearchParams(entry.body));
  if (handed.kept === key) {
    localStorage.removeItem(name);
    tell(words().refused, handed.url, words().open);
    return true;
  }
  await keep(key, { ...entry, isShown: true });
  import("./stuck.js").then((module) => module.show(entry, () => forget(key)));
  return false;
}

function arrived(name, key, entry, said) {
  localStorage.removeItem(name);
  const form = [...document.querySelectorAll("form[data-draft]")].find((one) => one.elements.key?.value === key);
  const isHere = entry.at === location.pathname + location.search && document.querySelector("main form[data-draft]");
  const isRead = new URLSearchParams(location.search).has("unsaved");
  if (entry.kind === "save" && form) location.assign(said.url);
  else if (form && isRead) see(form, said.version);
  else if (said.open && (form ?? isHere) && !document.querySelector("form[data-typed]")) location.replace(said.open);
  else if (!form) tell(entry.kind === "save" ? words().sent : words().draft, said.url ?? said.open, words().open);
  return true;
}

addEventListener("online", sendAll);
sendAll();
