// What was typed before in a form without drafts, offered above it: brought back field by field, or removed.
import { CARRIED } from "./back.js";
import { forget } from "./kept.js";

export const UNKEPT = "[type=password], [type=file]";

export function offer(form, { key, entry }) {
  const line = document.querySelector("#typed-before").content.cloneNode(true).firstElementChild;
  line.querySelector("[data-moment]").textContent = new Date(entry.moment).toLocaleString(document.documentElement.lang, {
    dateStyle: "short",
    timeStyle: "short",
  });
  line.addEventListener("click", ({ target }) => {
    if (target.closest("[data-bring]")) fill(form, new URLSearchParams(entry.body));
    else if (target.closest("[data-drop]")) forget(key);
    else return;
    line.remove();
  });
  form.prepend(line);
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
