// What is typed or could not be sent is kept on this device, sealed, under its author's name and its form's key.
import { PREFIX, seal, unseal } from "./device.js";

export const own = () => `${PREFIX}${document.body.dataset.who}-`;
export const names = () => Object.keys(localStorage).filter((name) => document.body.dataset.who && name.startsWith(own()));
export const count = () => names().length;

// False when nothing is kept: no secure context, no key, or no room. A save that waits stays a save. One after another:
// what is only typed does not come between a save's look and its writing.
let turn = Promise.resolve();
export const keep = (key, entry) => (turn = turn.catch(() => false).then(() => put(key, entry)));

async function put(key, entry) {
  const name = own() + key;
  const before = localStorage.getItem(name);
  const waiting = before && (await unseal(name, before));
  const whole = waiting?.kind === "save" && entry.kind !== "save" ? { ...waiting, body: entry.body, tab: entry.tab } : entry;
  const sealed = await seal(name, whole);
  if (!sealed) return false;
  try {
    localStorage.setItem(name, sealed);
    return true;
  } catch {
    return false;
  }
}

// A key is not its words: two tabs may have one. Only what was typed in these pages, or reads like this, is forgotten.
export const forgetOf = (key, tabs) => forget(key, (entry) => tabs.includes(entry.tab));
export const forgetSame = (key, { body }) => forget(key, (entry) => entry.body === body);
const forget = (key, isMeant) => (turn = turn.catch(() => false).then(() => drop(own() + key, isMeant)));

async function drop(name, isMeant) {
  const text = localStorage.getItem(name);
  const entry = text && (await unseal(name, text));
  if (entry && isMeant(entry) && localStorage.getItem(name) === text) localStorage.removeItem(name);
}

// {key, entry} of all that is kept here.
export async function all() {
  const found = names().map(async (name) => ({ key: name.slice(own().length), entry: await unseal(name, localStorage.getItem(name)) }));
  return (await Promise.all(found)).filter(({ entry }) => entry);
}
