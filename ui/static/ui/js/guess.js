// What was only guessed is hers as soon as she types it over, chooses it or says why ([data-guess-of]); the guesses that are
// left stand beside the button that saves.
function confirm(form, name) {
  form.querySelector(`input[name=guessed][value="${CSS.escape(name)}"]`)?.remove();
  form.querySelector(`input[name="${CSS.escape(name)}_shown"]`)?.remove();
  for (const guess of form.querySelectorAll(`[data-guess="${CSS.escape(name)}"]`)) {
    if (guess.matches("span")) guess.remove();
    else guess.classList.remove("guess");
  }
  if (!form.querySelector("input[name=guessed]")) form.querySelector("[data-guesses]")?.replaceChildren();
}

// Choosing the light that is on already, by mouse or by Space, changes nothing, and is a yes all the same.
const isRadio = ({ target }) => target.type === "radio";
const says = { input: () => true, click: isRadio, keydown: (event) => isRadio(event) && event.key === " " };
for (const [kind, isSaid] of Object.entries(says)) {
  document.addEventListener(kind, (event) => {
    const { target } = event;
    const form = target.form;
    if (!form?.querySelector("[data-guesses]") || !isSaid(event)) return;
    confirm(form, target.name);
    const whole = target.closest("[data-guess-of]");
    if (whole) confirm(form, whole.dataset.guessOf);
  });
}
