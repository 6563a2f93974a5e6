// Where a form begins: in the field it names, else its first useful one. What is typed on the way there arrives in it.
const USEFUL = "input:not([type=hidden]):not([type=submit]), textarea, select";
let waiting = null;

export const isWaiting = () => waiting !== null;

// From a key that opens something until the focus is there, no key is a command.
export function wait() {
  waiting = "";
  setTimeout(() => (waiting = null), 4000);
}

export function take(event) {
  if (event.key.length !== 1) return;
  waiting += event.key;
  event.preventDefault();
}

export function begin(scope) {
  const named = scope.querySelector("[data-autofocus], [autofocus]");
  const fields = [...scope.querySelectorAll(USEFUL)].filter((one) => one.offsetParent);
  const field = named ?? fields[0];
  const chosen = field?.type === "radio" ? scope.querySelector(`[name="${field.name}"]:checked`) : null;
  (chosen ?? field)?.focus();
  const text = waiting;
  waiting = null;
  if (text && field?.matches("input, textarea")) document.execCommand("insertText", false, text);
}

export const arrive = () => (waiting = null);
addEventListener("pageshow", arrive);

// The browser begins at the first radio of a group; she goes on from the one that is chosen.
if (document.activeElement?.type === "radio") begin(document.activeElement.form);
