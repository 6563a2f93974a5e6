// Words that have not come into the form they were typed for, kept on this device as others are: of its address alone.
import { TAB } from "./back.js";
import { pressedFor } from "./held.js";
import { all, keep } from "./kept.js";

export const here = () => `${location.origin}${location.pathname}${location.search}`;
// A secure context has them; without one nothing is kept.
export const fresh = () => window.crypto.randomUUID?.() ?? "";

export function keepBack(key, url, text) {
  const { pathname, search } = new URL(url);
  const body = new URLSearchParams({ key, page: pathname + search, held: text });
  return keep(key, { kind: "typed", isHeld: true, tab: TAB, url, body: body.toString(), moment: Date.now() });
}

// The newest first.
export async function heldBack() {
  const found = (await all()).filter(({ entry }) => entry.isHeld);
  return found.sort((one, other) => other.entry.moment - one.entry.moment);
}

export const pressedIn = (one) => (one ? pressedFor(new URLSearchParams(one.entry.body).get("held")) : []);
