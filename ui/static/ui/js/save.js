// Ctrl/Cmd+Enter presses the button that saves, from anywhere in a form; with the focus in none, in the open panel's or
// the page's only one.
const FIELD = "input:not([type=hidden]), textarea, select";

function formAt(target) {
  const around = target.closest("form");
  if (around) return around.method === "post" && around.querySelector(FIELD) ? around : null;
  const scope = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.querySelector("main");
  const forms = [...scope.querySelectorAll("form")].filter((one) => one.method === "post" && one.elements.who && !one.hasAttribute("data-asks"));
  return forms.length === 1 ? forms[0] : null;
}

function buttonOf(form) {
  const buttons = [...form.querySelectorAll("button:not([type=button])")].filter((one) => one.offsetParent);
  return buttons.find((one) => one.matches(".primary")) ?? buttons[0];
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.matches("a[href]") ? null : formAt(event.target);
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(buttonOf(form));
});
