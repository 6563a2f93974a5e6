// Single keys: [data-key] elements are clicked or focused; J/K walk [data-rows] > *, Enter opens, X ticks, D
// does, ? lists keys.
import { current, move } from "./rows.js";

// While a form has been typed in, no single key leads away from it.
const isBusy = () => document.querySelector("main form[data-typed], dialog[open] form[data-typed]");
const isTyping = (target) => target.closest("input:not([type=checkbox],[type=radio],[type=range]), textarea, select, [contenteditable]");
const isOff = () => document.body.dataset.keys === "off";

function act(element) {
  if (element.matches("input, textarea, select") && !element.closest("[data-palette]")) {
    element.focus();
    element.select?.();
  } else if (element.matches("summary")) {
    element.click();
    element.parentElement.querySelector(".pop input:not([type=hidden]), .pop select, .pop a, .pop button")?.focus();
  } else {
    element.click();
  }
}

const own = {
  j: () => move(1),
  k: () => move(-1),
  x: () => current()?.querySelector("input[type=checkbox]")?.click(),
  d: () => current()?.querySelector("button.tick")?.click(),
  "?": () => import("./keylist.js").then((module) => module.show()),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.key === "Escape") return;
  if (isOff() || isTyping(event.target)) return;
  if (isBusy()) return;
  const key = event.key.toLowerCase();
  const scope = document.querySelector("dialog[open]") ?? document;
  const element = [...scope.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && one.offsetParent);
  if (element) {
    event.preventDefault();
    act(element);
  } else if (own[event.key] && scope === document) {
    event.preventDefault();
    own[event.key]();
  }
});
