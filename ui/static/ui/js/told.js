// What is told of what was typed: in the form, one of its draft's lines ([data-when]); else in a toast.
export function say(form, what, moment = "") {
  const told = form.querySelector("[data-saved]");
  if (!told) return;
  const line = told.querySelector(`[data-when~="${what}"]`) ?? told.querySelector("[data-when~=refused]");
  for (const one of told.children) one.hidden = one !== line;
  line.querySelector("[data-moment]")?.replaceChildren(moment);
  told.hidden = false;
}

// The version of its draft that a form knows.
export function see(form, number) {
  const field = form.elements.draft_version ?? form.appendChild(document.createElement("input"));
  Object.assign(field, { type: "hidden", name: "draft_version", value: number });
}

export function tell(text, url, label) {
  const toast = Object.assign(document.createElement("div"), { className: "toast", textContent: `${text} ` });
  if (url) toast.append(Object.assign(document.createElement("a"), { href: url, textContent: label }));
  // What lies under a panel is not seen.
  (document.querySelector("dialog[open] [data-told]") ?? document.querySelector("[data-toasts]")).append(toast);
}
