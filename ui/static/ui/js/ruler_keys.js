// ← and → move the ruler's flag from anywhere in the page where they mean nothing else: not in a field, nor in what scrolls.
import { later, move } from "./ruler.js";

const STEPS = { ArrowLeft: "stepDown", ArrowRight: "stepUp" };
const scrolls = (element) => element.scrollWidth > element.clientWidth && getComputedStyle(element).overflowX !== "visible";

function isFree(target) {
  if (target.closest("input, select, textarea, summary, dialog, [contenteditable]")) return false;
  for (let one = target; one && one !== document.body; one = one.parentElement) if (scrolls(one)) return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  const range = document.querySelector("[data-ruler] input");
  const isChord = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!range || !STEPS[event.key] || isChord || event.defaultPrevented || !isFree(event.target)) return;
  event.preventDefault();
  range[STEPS[event.key]]();
  move(range);
  later(range);
});

// The row that has the focus has it in the page of the other day too.
let row = null;
document.addEventListener("htmx:beforeSwap", () => {
  row = document.activeElement.matches("#portfolio th a[href]") ? document.activeElement.pathname : null;
});
document.addEventListener("htmx:afterSwap", () => {
  if (row) [...document.querySelectorAll("#portfolio th a[href]")].find((link) => link.pathname === row)?.focus({ preventScroll: true });
});
