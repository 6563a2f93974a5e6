// Where a form begins: in the field it names, else its first useful one. What is typed on the way there arrives in it.
import { toEnd } from "./caret.js";
import { press, release } from "./held.js";

const USEFUL = "input:not([type=hidden]):not([type=submit]), textarea, select";

export function begin(scope) {
  const named = scope.querySelector("[data-autofocus], [autofocus]");
  const fields = [...scope.querySelectorAll(USEFUL)].filter((one) => one.offsetParent);
  const field = named ?? fields[0];
  const chosen = field?.type === "radio" ? scope.querySelector(`[name="${field.name}"]:checked`) : null;
  (chosen ?? field)?.focus();
  if (field) toEnd(field);
  const stops = fields.filter((one) => one === field || one.type !== "radio" || one.checked);
  press(release(), stops, field);
}

// The browser begins at the first radio of a group; she goes on from the one that is chosen.
if (document.activeElement?.type === "radio") begin(document.activeElement.form);

// Where the focus was when something was opened, if anywhere, else what opens it.
export const whence = (opener) => (document.activeElement === document.body ? opener : document.activeElement);

// Shut away in a menu or gone, it is given to the menu's button or to the page. A line of text is whole again: to be
// written anew or gone on with.
export function giveBack(element) {
  const menu = element?.closest("details:not([open])");
  const seen = menu && !element.matches("summary") ? menu.querySelector("summary") : element;
  const place = seen?.isConnected ? seen : document.querySelector("main");
  place?.focus();
  if (place?.matches("input")) place.select();
}
