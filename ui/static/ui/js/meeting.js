// The meeting form: minutes summed as the server reads them, later next steps shown when needed, Alt+1–5 (outside a
// field 1–5) set the kind.
const PAUSE = 150;
let timer = 0;
const forms = () => document.querySelectorAll("form[data-meeting]");

async function sum(form) {
  const told = form.querySelector("[data-minutes-sum]");
  const url = new URL(told.dataset.minutesSum, location.href);
  for (const input of form.querySelectorAll("[data-minutes]")) url.searchParams.append("text", input.value);
  told.dataset.asked = `${url}`;
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error" });
    if (response.ok && told.dataset.asked === `${url}`) told.textContent = (await response.json()).words;
  } catch {
    told.textContent = "";
  }
}

function begin(form) {
  if (form.dataset.begun) return;
  form.dataset.begun = "yes";
  for (const row of form.querySelectorAll("[data-later]")) row.hidden = true;
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-minutes]")) {
      clearTimeout(timer);
      timer = setTimeout(() => sum(form), PAUSE);
    }
    const rows = [...form.querySelectorAll(".nextrow")];
    const here = rows.indexOf(event.target.closest(".nextrow"));
    if (here >= 0) rows[here + 1]?.removeAttribute("hidden");
  });
}

for (const form of forms()) begin(form);
document.addEventListener("panel:open", () => {
  for (const form of forms()) begin(form);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-meeting]") ?? document.querySelector("dialog[open] form[data-meeting]");
  if (!form || event.isComposing) return;
  const number = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1];
  const isTyping = event.target.matches("input:not([type=radio],[type=checkbox]), textarea, select");
  if (!number || event.ctrlKey || event.metaKey || event.shiftKey || (isTyping && !event.altKey)) return;
  event.preventDefault();
  form.querySelectorAll("input[name=kind]")[Number(number) - 1]?.click();
});
