// Where a form begins: in the field it names, else its first useful one. What is typed on the way there arrives in it.
import { toEnd } from "./caret.js";

const USEFUL = "input:not([type=hidden]):not([type=submit]), textarea, select";
let waiting = null;
let isEverywhere = false;
let patience = 0;

export const isWaiting = () => waiting !== null;

// On a slow line a page is long on its way; past this it is not coming, and keys are commands again.
const PATIENCE = 30_000;

// From a key that opens something until the focus is there, no key is a command; after Enter in the log bar what follows
// belongs to the form that it opens, wherever the focus is.
export function wait(fromField = false) {
  waiting = "";
  isEverywhere = fromField;
  clearTimeout(patience);
  patience = setTimeout(() => (waiting = null), PATIENCE);
}

export function take(event) {
  if (event.key.length !== 1) return;
  waiting += event.key;
  event.preventDefault();
}

addEventListener(
  "keydown",
  (event) => {
    if (!isEverywhere || !isWaiting() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    take(event);
  },
  true,
);
addEventListener("pagehide", () => {
  if (isWaiting()) sessionStorage.setItem("fyr-waiting", JSON.stringify({ text: waiting, at: Date.now() }));
});

export function begin(scope) {
  const named = scope.querySelector("[data-autofocus], [autofocus]");
  const fields = [...scope.querySelectorAll(USEFUL)].filter((one) => one.offsetParent);
  const field = named ?? fields[0];
  const chosen = field?.type === "radio" ? scope.querySelector(`[name="${field.name}"]:checked`) : null;
  (chosen ?? field)?.focus();
  if (field) toEnd(field);
  const text = waiting;
  waiting = null;
  if (text && field?.matches("input, textarea")) document.execCommand("insertText", false, text);
}

export const arrive = () => (waiting = null);
addEventListener("pageshow", arrive);
if (window.fyrEarly) {
  waiting = window.fyrEarly();
  if (document.querySelector("main [autofocus]")) begin(document.querySelector("main"));
}

// The browser begins at the first radio of a group; she goes on from the one that is chosen.
if (document.activeElement?.type === "radio") begin(document.activeElement.form);

// Where the focus was when something was opened, if anywhere, else what opens it.
export const whence = (opener) => (document.activeElement === document.body ? opener : document.activeElement);

// Shut away in a menu or gone, it is given to the menu's button or to the page.
export function giveBack(element) {
  const menu = element?.closest("details:not([open])");
  const seen = menu && !element.matches("summary") ? menu.querySelector("summary") : element;
  (seen?.isConnected ? seen : document.querySelector("main"))?.focus();
}
