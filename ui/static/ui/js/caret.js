// The caret begins at the end of a text that is there, where one goes on writing; where she has put it, it stays.
const met = new WeakSet();

export function toEnd(field) {
  if (met.has(field)) return;
  met.add(field);
  if (!field.matches("input, textarea") || field.selectionStart !== 0 || field.selectionEnd !== 0) return;
  field.setSelectionRange(field.value.length, field.value.length);
  field.scrollTop = field.scrollHeight;
}

document.addEventListener("pointerdown", ({ target }) => met.add(target));
// After the browser: what is tabbed to it selects whole.
document.addEventListener("focusin", ({ target }) => setTimeout(toEnd, 0, target));
toEnd(document.activeElement);
