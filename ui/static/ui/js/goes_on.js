// On a page that asks first whom a form is about, the words meant for it ([data-goes-on]): seen, gone on with, and put into the
// field it names of the form that is chosen, over this page or on it.
import { TAB } from "./back.js";
import { fresh, here, keepBack } from "./held_back.js";
import { press, release } from "./held.js";
import { forgetOf } from "./kept.js";

const place = () => document.querySelector("[data-goes-on]");
const box = () => place().querySelector("textarea");

export const isAsked = () => place() !== null;

export function show(pressed, key = fresh()) {
  release();
  if (!pressed.length) return;
  place().hidden = false;
  place().dataset.key = key;
  box().focus();
  press(pressed, [box()], box());
}

// The words, which are elsewhere from now on.
export function take() {
  if (!isAsked() || place().hidden) return "";
  const text = box().value;
  box().value = "";
  place().hidden = true;
  forgetOf(place().dataset.key, [TAB]);
  return text;
}

function moveInto(form) {
  const field = isAsked() && !place().hidden && form?.querySelector(place().dataset.goesOn);
  if (!field) return;
  field.value = [field.value, take()].filter(Boolean).join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", ({ target }) => {
  const { key } = target.closest("[data-goes-on]")?.dataset ?? {};
  if (key && target.value) keepBack(key, here(), target.value);
  else if (key) forgetOf(key, [TAB]);
});
document.addEventListener("panel:open", ({ target }) => moveInto(target));
for (const kind of ["focusin", "submit"]) document.addEventListener(kind, ({ target }) => moveInto(target.closest("main form[method=post]")), true);
