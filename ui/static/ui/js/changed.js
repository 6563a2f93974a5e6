// What a form says of itself beside what is typed in it: what it is about, and which fields she has changed, as they are
// called there. By that her words are known again where they wait (ui/models/unsaved.py, stuck.js).
const UNSAID = "button, [type=hidden], [type=submit], [type=password], [type=file]";
const BOXES = "[type=checkbox], [type=radio]";

document.addEventListener("formdata", ({ target: form, formData }) => {
  if (form.method !== "post" || !form.elements.who) return;
  if (!formData.has("form_about")) formData.set("form_about", aboutOf(form));
  const said = new Map(formData.getAll("form_changed").map((line) => [line.split("\t")[0], line]));
  const changed = [...form.elements].filter((one) => one.name && !one.matches(UNSAID) && isChanged(one));
  for (const field of changed) said.set(field.name, [field.name, labelOf(field), shownOf(form, field)].join("\t"));
  formData.delete("form_changed");
  for (const line of said.values()) formData.append("form_changed", line);
});

export function isChanged(field) {
  if (field.matches(BOXES)) return field.checked !== field.defaultChecked;
  if (field.options) return isChosen(field);
  return "defaultValue" in field && field.value !== field.defaultValue;
}

function isChosen(field) {
  const begun = [...field.options].filter((one) => one.defaultSelected);
  if (!begun.length && !field.multiple) return field.selectedIndex > 0;
  return [...field.options].some((one) => one.selected !== begun.includes(one));
}

// What is chosen, as it reads; what is typed the server has.
function shownOf(form, field) {
  if (field.options) return [...field.selectedOptions].map((one) => textOf(one)).join(", ");
  if (!field.matches(BOXES)) return "";
  const same = [...form.elements].filter((one) => one.name === field.name && one.checked);
  return same.map((one) => textOf(one.labels[0])).join(", ");
}

function labelOf(field) {
  const group = field.matches(BOXES) && field.closest("[role=group], [role=radiogroup]")?.getAttribute("aria-labelledby");
  return (group ? textOf(document.getElementById(group)) : textOf(field.labels?.[0])) || (field.ariaLabel ?? "");
}

function aboutOf(form) {
  const scope = form.closest("dialog, main");
  const title = scope?.querySelector("#panel-title") ?? scope?.querySelector("h1");
  const about = textOf(title?.querySelector(".dim")) || textOf([...(scope?.querySelectorAll(".crumbs a") ?? [])].at(-1));
  return [about, textOf(title, ".dim")].filter(Boolean).join(" · ").slice(0, 200);
}

function textOf(element, but = "kbd") {
  const text = element?.cloneNode(true);
  for (const one of text?.querySelectorAll(`kbd, select, textarea, ${but}`) ?? []) one.remove();
  return text?.textContent.replace(/\s+/g, " ").trim() ?? "";
}
