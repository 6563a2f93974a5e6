// What was typed before in a form without drafts, offered above it: brought back field by field, and then it says that it
// is not saved yet; or removed, which asks first.
import { CARRIED } from "./back.js";
import { forgetSame } from "./kept.js";

export const UNKEPT = "[type=password], [type=file]";
// Before a form's key in an address: what was typed in it is asked for, and nothing more to be pressed.
export const ASKED = "typed-";
export const isAskedFor = (key) => location.hash === `#${ASKED}${key}`;
export const askedFirst = (one, other) => isAskedFor(other.key) - isAskedFor(one.key);

// Words that are not of a form's fields are put into it by `put`.
export function offer(form, { key, entry }, put = null) {
  const line = document.querySelector("#typed-before").content.cloneNode(true).firstElementChild;
  const moment = new Date(entry.moment).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  for (const place of line.querySelectorAll("[data-moment]")) place.textContent = moment;
  if (form.closest("dialog")) line.querySelector("[data-drop-all]").dataset.close = "";
  line.addEventListener("click", (event) => {
    if (event.target.closest("[data-bring]")) bring(form, line, entry, put);
    else if (event.target.closest("[data-drop], [data-drop-all]")) drop(event, line, key, entry);
  });
  (form.querySelector(":scope > .body") ?? form).prepend(line);
  // Other words that are not saved stand in the form already: she sees that there are both.
  if (isAskedFor(key) && !form.querySelector("[data-kept]")) bring(form, line, entry, put);
}

function bring(form, line, entry, put) {
  if (put) {
    line.remove();
    return put();
  }
  form.dataset.tab = entry.tab;
  line.querySelector("[data-before]").hidden = true;
  line.querySelector("[data-brought]").hidden = false;
  fill(form, new URLSearchParams(entry.body));
}

// Brought back, it is in the form: that is left as Cancel leaves it (plain.js), and opened anew.
function drop(event, line, key, entry) {
  if (!window.confirm(line.dataset.sure)) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.target.closest("[data-drop]")) {
    forgetSame(key, entry);
    line.remove();
  }
}

function fill(form, texts) {
  for (const name of CARRIED) if (texts.has(name) && form.elements[name]) form.elements[name].value = texts.get(name);
  const fields = [...form.elements].filter((one) => one.name && !one.matches(`button, [type=hidden], ${UNKEPT}`));
  const left = new Map(fields.map((one) => [one.name, texts.getAll(one.name)]));
  for (const field of fields) {
    const words = left.get(field.name);
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = words.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = words.includes(option.value);
    else if (words.length) field.value = words.shift();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  fields[0]?.focus();
}
