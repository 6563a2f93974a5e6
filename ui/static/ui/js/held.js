// What is typed from the key that opens a form until the focus is in it belongs to that form alone: no key of it is a command
// or reaches the page that is left. It is pressed again there, in its order.
let keys = null;
let heard = () => {};

export const isWaiting = () => keys !== null;
export const held = () => keys ?? [];

export const wait = () => (keys ??= []);

export function release() {
  const pressed = held();
  keys = null;
  heard = () => {};
  return pressed;
}

// Before what is typed now stands what was typed before.
export const prepend = (pressed) => (keys = [...pressed, ...held()]);
export const onEach = (hear) => (heard = hear);

// What she types on while the form has failed to come is still meant for it.
const PAUSE = 700;
export function paused() {
  return new Promise((resolve) => {
    let timer;
    onEach(() => {
      clearTimeout(timer);
      timer = setTimeout(resolve, PAUSE);
    });
    heard();
  });
}

const OURS = /^(.|Enter|Tab|Backspace|Delete|Escape|Home|End|Page(Up|Down)|Arrow(Up|Down|Left|Right))$/u;
const isChord = (event) => (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph");

addEventListener(
  "keydown",
  (event) => {
    if (!isWaiting() || event.isComposing || event.keyCode === 229) return;
    event.stopImmediatePropagation();
    // What the browser does by itself, such as loading anew, it does; Ctrl+Enter opens and saves nothing.
    if (!OURS.test(event.key) || (isChord(event) && event.key !== "Enter")) return;
    event.preventDefault();
    if (isChord(event)) return;
    keys.push(event.key);
    heard();
  },
  true,
);
addEventListener("pageshow", ({ persisted }) => persisted && release());

// Enter is a new line where there are lines, and never sends a form that she has not seen.
export function press(pressed, fields, first) {
  let field = first;
  for (const key of pressed) {
    if (key === "Tab") (field = fields[fields.indexOf(field) + 1] ?? field).focus();
    else if (!field?.matches("input, textarea")) continue;
    else if (key === "Backspace") document.execCommand("delete");
    else if (key.length === 1) document.execCommand("insertText", false, key);
    else if (key === "Enter" && field.matches("textarea")) document.execCommand("insertText", false, "\n");
  }
}

export function textOf(pressed) {
  const letters = [];
  for (const key of pressed) {
    if (key === "Backspace") letters.pop();
    else if (key.length === 1) letters.push(key);
    else if (key === "Tab") letters.push(" ");
    else if (key === "Enter") letters.push("\n");
  }
  return letters.join("");
}

export const pressedFor = (text) => [...text].map((letter) => (letter === "\n" ? "Enter" : letter));
