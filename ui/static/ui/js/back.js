// A form that is gone back to is the same form: its key and versions come back with what was typed in it.
import { isChanged } from "./changed.js";

export const TAB = `${Date.now()}-${Math.random()}`; // this page, as it was opened
export const CARRIED = ["key", "version", "organisation_version", "draft_version"];

// The form's own, whatever the page was asked to put into it.
export function addressOf(form) {
  const address = new URL(form.getAttribute("action") || location.href, location.href);
  address.hash = "";
  address.searchParams.delete("unsaved");
  return address.href;
}

export function remember(form) {
  const fields = CARRIED.filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]);
  const typed = { ...history.state?.typed, [addressOf(form)]: { fields: Object.fromEntries(fields), tab: TAB } };
  history.replaceState({ ...history.state, typed }, "");
}

addEventListener("pageshow", () => {
  if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
  for (const form of document.querySelectorAll("main form[method=post]")) {
    const carried = history.state?.typed?.[addressOf(form)];
    if (!carried || ![...form.elements].some((field) => field.type !== "hidden" && isChanged(field))) continue;
    form.dataset.tab = carried.tab;
    for (const [name, value] of Object.entries(carried.fields)) {
      const field = form.elements[name] ?? form.appendChild(document.createElement("input"));
      Object.assign(field, { type: "hidden", name, value });
    }
  }
});
