// What is typed on the way to a form that does not come is kept for that form alone: put into it at once where its page is
// opened instead, else offered there when it is opened again.
import { mine } from "./device.js";
import { begin } from "./focus.js";
import * as onward from "./goes_on.js";
import { fresh, heldBack, here, keepBack, pressedIn } from "./held_back.js";
import { held, onEach, paused, prepend, pressedFor, release, textOf } from "./held.js";
import { forgetSame } from "./kept.js";
import { isAskedFor, offer } from "./offered.js";
import { tell } from "./told.js";

const words = () => document.querySelector("[data-toasts]").dataset;

// Its page is opened; or she stays, for want of a network; or she signs in first.
export async function instead(url, { why, address }) {
  const key = fresh();
  if (why === "page") follow(key, url);
  else await paused();
  const text = textOf(held());
  const isKept = text && (await keepBack(key, url, text));
  if (text && !isKept) return stay(`${words()[why] ?? ""} ${words().wordsLost} “${text}”`, address);
  if (why === "network") return stay(text ? `${words().network} ${words().wordsKept}` : words().network);
  location.assign(why === "out" && text ? `${address}#kept` : address);
}

// What is pressed until the page is there follows; searched anew, what waits for her choice does too.
function follow(key, url) {
  prepend(pressedFor(onward.take()));
  onEach(() => keepBack(key, url, textOf(held())));
  sessionStorage.setItem("fyr-coming", JSON.stringify({ key, address: url, at: Date.now() }));
}

function stay(text, address) {
  release();
  tell(text, address, words().open);
}

const formIn = (scope) => [...scope.querySelectorAll("form[method=post]")].find((form) => form.elements.who?.value === document.body.dataset.who);

function put(form, pressed, one) {
  prepend(pressed);
  begin(form);
  if (one) forgetSame(one.key, one.entry);
}

function offered(form, one) {
  if (form && one) offer(form, one, () => put(form, pressedIn(one), one));
}

async function arrive(coming) {
  const kept = await heldBack();
  const found = kept.filter(({ entry }) => entry.url === here());
  const asked = found.find(({ key }) => key === coming?.key || isAskedFor(key));
  const form = formIn(document.querySelector("main"));
  const pressed = [...pressedIn(asked), ...(coming?.stop() ?? [])];
  if (onward.isAsked()) onward.show(asked ? pressed : [...pressedIn(found[0]), ...pressed], (asked ?? found[0])?.key);
  else if (form && pressed.length) put(form, pressed, asked);
  else if (kept.some(({ key }) => key === coming?.key)) tell(words().wordsKept);
  else offered(form, found[0]);
}

if (document.body.dataset.who) {
  // Asked for before it is needed: once she is signed out, or has no network, nothing can be sealed.
  mine();
  arrive(window.fyrComing);
  document.addEventListener("panel:open", async ({ target, detail }) => {
    offered(formIn(target), (await heldBack()).find(({ entry }) => entry.url === detail.url));
  });
} else window.fyrComing?.stop();
