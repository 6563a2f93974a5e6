// A toast leaves after eight seconds, but stays while hovered or focused. One with an Undo has no time limit: it stays until
// the next page, Esc or its own button. Ctrl/Cmd+Z presses the newest Undo.
import { giveBack } from "./focus.js";
import { current } from "./rows.js";

function leave(toast) {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? leave(toast) : toast.remove()), 8000);
}
for (const toast of document.querySelectorAll("[data-toasts] > *")) {
  if (!toast.querySelector("[data-undo]")) leave(toast);
  for (const button of toast.querySelectorAll("[data-dismiss]")) button.hidden = false;
}

// The focus that was in it goes back to the row she stood in.
function dismiss(toast) {
  const was = toast.contains(document.activeElement);
  toast.remove();
  if (was) giveBack(current()?.querySelector("a[href], button"));
}

document.addEventListener("click", ({ target }) => {
  const toast = target.closest("[data-dismiss]")?.closest(".toast");
  if (toast) dismiss(toast);
});

// Before what else Esc does, but for what is open over the page or being typed in.
const isElsewhere = (target) => target.closest("input, textarea, select") || document.querySelector("dialog[open], [data-menu][open]");

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || event.isComposing || isElsewhere(event.target)) return;
    const toast = [...document.querySelectorAll("[data-dismiss]")].at(-1)?.closest(".toast");
    if (!toast) return;
    event.preventDefault();
    dismiss(toast);
  },
  true,
);

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  if (event.target.closest("input, textarea, select")) return;
  const undo = [...document.querySelectorAll("[data-undo]")].at(-1);
  if (undo) {
    event.preventDefault();
    undo.click();
  }
});
