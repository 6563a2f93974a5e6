// What could not be sent is kept on this device, sealed, under its author's name and its form's key, until an answer
// names that key. No network and "not now" are tried again, ever more slowly. What is refused is handed to the server,
// where its author finds it on Today; there too stands what is still on this device alone.
import { mine, post, PREFIX, seal, unseal } from "./device.js";
import { see, tell } from "./told.js";

const NOT_NOW = ["network", "later", "out", "another-user"];
// A fault of the server's own that comes again is one that this text calls forth.
const FAULTS = 3;
const SLOWEST = 60000;
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
  const whole = waiting?.kind === "save" && entry.kind !== "save" ? { ...waiting, body: entry.body } : entry;
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

let timer;
let pause = 1000;
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
    const done = await one(name, entry);
    if (done === null) break;
    isChanged ||= done;
  }
  if (isChanged && document.querySelector("[data-today]") && !document.querySelector("dialog[open]")) location.reload();
  else await list();
}

// {key, entry} of all that is kept here.
export async function all() {
  const found = names().map(async (name) => ({ key: name.slice(own().length), entry: await unseal(name, localStorage.getItem(name)) }));
  return (await Promise.all(found)).filter(({ entry }) => entry);
}

// What is only typed waits for its author on Today, when she leaves this device.
export async function handOver() {
  for (const { key, entry } of await all()) {
    if (entry.kind !== "typed") continue;
    const said = await post(document.body.dataset.unsaved, new URLSearchParams(entry.body));
    if (said.kept === key) forget(key);
  }
}

// What is on this device alone, on Today.
async function list() {
  const section = document.querySelector("[data-on-device]");
  if (!section) return;
  const rows = (await all()).map(({ key, entry }) => [entry, () => forget(key)]);
  if (rows.length || !section.hidden) (await import("./stuck.js")).list(section, rows);
}

// True when it has come to the server, false when it stays here, null when there is no way there now.
async function one(name, entry) {
  const key = name.slice(own().length);
  const said = await post(entry.url, new URLSearchParams(entry.body));
  if (said.kept === key) return arrived(name, key, entry, said);
  const faults = (entry.faults ?? 0) + (said.status === 500);
  if (NOT_NOW.includes(said.error) && faults < FAULTS) return waits(key, { ...entry, faults }, said);
  const handed = await post(document.body.dataset.unsaved, new URLSearchParams(entry.body));
  if (handed.kept === key) {
    await leave(name, entry);
    tell(words().refused, handed.url, words().open);
    return true;
  }
  if (NOT_NOW.includes(handed.error)) return waits(key, { ...entry, faults }, handed);
  await keep(key, { ...entry, isStuck: true });
  import("./stuck.js").then((module) => module.show(entry, () => forget(key)));
  return false;
}

// One text on which the server fails does not hold up the others.
async function waits(key, entry, { error, status }) {
  if (error === "later" || (error === "network" && navigator.onLine)) again();
  if (status !== 500) return null;
  await keep(key, entry);
  return false;
}

// What was typed while the older words were on their way stays.
async function leave(name, entry) {
  const now = localStorage.getItem(name);
  if (now && (await unseal(name, now))?.body === entry.body) localStorage.removeItem(name);
}

async function arrived(name, key, entry, said) {
  await leave(name, entry);
  pause = 1000;
  const form = [...document.querySelectorAll("form[method=post]")].find((one) => one.elements.key?.value === key);
  const isHere = entry.at === location.pathname + location.search && document.querySelector("main form[data-draft]");
  const isRead = new URLSearchParams(location.search).has("unsaved");
  if (entry.kind === "save" && form) location.assign(said.url);
  else if (form && isRead) see(form, said.version);
  else if (said.open && (form ?? isHere) && !document.querySelector("form[data-typed]")) location.replace(said.open);
  else if (!form) tell(entry.kind === "save" ? words().sent : words().draft, said.url ?? said.open, words().open);
  return true;
}

addEventListener("online", () => {
  pause = 1000;
  sendAll();
});
sendAll();
