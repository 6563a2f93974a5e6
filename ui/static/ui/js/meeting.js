// The meeting form: minutes summed, later next steps shown when needed, 1–5 set the kind, Ctrl/Cmd+Enter saves.
const forms = () => document.querySelectorAll("form[data-meeting]");

function minutes(text) {
  const plain = text.trim().replace(",", ".");
  const hours = plain.match(/^([\d.]+)\s*(?:h|tim)/i);
  return hours ? Math.round(Number(hours[1]) * 60) : Number.parseInt(plain, 10) || 0;
}

function sum(form) {
  const total = [...form.querySelectorAll("[data-minutes]")].reduce((all, input) => all + minutes(input.value), 0);
  const hours = Math.floor(total / 60);
  const words = [hours ? `${hours} h` : "", total % 60 || !hours ? `${total % 60} min` : ""].filter(Boolean).join(" ");
  const told = form.querySelector("[data-minutes-sum]");
  if (told) told.textContent = words;
}

function begin(form) {
  if (form.dataset.begun) return;
  form.dataset.begun = "yes";
  sum(form);
  for (const row of form.querySelectorAll("[data-later]")) row.hidden = true;
  form.addEventListener("input", (event) => {
    sum(form);
    confirm(form, event.target.name);
    const rows = [...form.querySelectorAll(".nextrow")];
    const here = rows.indexOf(event.target.closest(".nextrow"));
    if (here >= 0) rows[here + 1]?.removeAttribute("hidden");
  });
}

// What was only guessed is hers as soon as she types it over; the guesses that are left stand beside Save.
function confirm(form, name) {
  form.querySelector(`input[name=guessed][value="${CSS.escape(name)}"]`)?.remove();
  form.querySelector(`input[name="${CSS.escape(name)}_shown"]`)?.remove();
  for (const guess of form.querySelectorAll(`[data-guess="${CSS.escape(name)}"]`)) {
    if (guess.closest("[data-guesses]")) guess.remove();
    else guess.classList.remove("guess");
  }
  if (!form.querySelector("input[name=guessed]")) form.querySelector("[data-guesses]")?.replaceChildren();
}

for (const form of forms()) begin(form);
document.addEventListener("panel:open", () => {
  for (const form of forms()) begin(form);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-meeting]") ?? document.querySelector("dialog[open] form[data-meeting]");
  if (!form || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-save]"));
  } else if (/^[1-5]$/.test(event.key) && !event.target.matches("input:not([type=radio],[type=checkbox]), textarea, select")) {
    event.preventDefault();
    form.querySelectorAll("input[name=kind]")[Number(event.key) - 1]?.click();
  }
});
