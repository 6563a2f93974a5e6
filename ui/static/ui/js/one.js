// One kept text on its way to the server, and what becomes of it there.
import { post } from "./device.js";
import { forgetSame, keep, own } from "./kept.js";
import { see, tell } from "./told.js";

const NOT_NOW = ["network", "later", "out", "another-user"];
// A fault of the server's own that comes again is one that this text calls forth.
const FAULTS = 3;
const words = () => document.querySelector("[data-toasts]").dataset;

// True when it has come to the server, false when it stays here, null when there is no way there now.
export async function one(name, entry, { again, calm }) {
  const key = name.slice(own().length);
  const said = await post(entry.url, new URLSearchParams(entry.body));
  if (said.kept === key) {
    calm();
    return arrived(key, entry, said);
  }
  const faults = (entry.faults ?? 0) + (said.status === 500);
  if (NOT_NOW.includes(said.error) && faults < FAULTS) return waits(key, { ...entry, faults }, said, again);
  const handed = await post(document.body.dataset.unsaved, new URLSearchParams(entry.body));
  if (handed.kept === key) {
    await forgetSame(key, entry);
    tell(words().refused, handed.url, words().open);
    return true;
  }
  if (NOT_NOW.includes(handed.error)) return waits(key, { ...entry, faults }, handed, again);
  await keep(key, { ...entry, isStuck: true });
  import("./stuck.js").then((module) => module.show({ ...entry, isStuck: true }, () => forgetSame(key, entry)));
  return false;
}

// One text on which the server fails does not hold up the others.
async function waits(key, entry, { error, status }, again) {
  if (error === "later" || (error === "network" && navigator.onLine)) again();
  if (status !== 500) return null;
  await keep(key, entry);
  return false;
}

async function arrived(key, entry, said) {
  // What was typed while the older words were on their way stays.
  await forgetSame(key, entry);
  const form = [...document.querySelectorAll("form[method=post]")].find((one) => one.elements.key?.value === key);
  const isHere = entry.at === location.pathname + location.search && document.querySelector("main form[data-draft]");
  const isRead = new URLSearchParams(location.search).has("unsaved");
  if (entry.kind === "save" && form) location.assign(said.url);
  else if (form && isRead) see(form, said.version);
  else if (said.open && (form ?? isHere) && !document.querySelector("form[data-typed]")) location.replace(said.open);
  else if (!form) tell(entry.kind === "save" ? words().sent : words().draft, said.url ?? said.open, words().open);
  return true;
}
