// What was only guessed is hers as soon as she types it over, chooses it or says why ([data-guess-of]); the guesses that are
// left stand beside the button that saves.
function confirm(form, name) {
  form.querySelector(`input[name=guessed][value="${CSS.escape(name)}"]`)?.remove();
  form.querySelector(`input[name="${CSS.escape(name)}_shown"]`)?.remove();
  for (const guess of form.querySelectorAll(`[data-guess="${CSS.escape(name)}"]`)) {
    if (guess.closest("[data-guesses]")) guess.remove();
    else guess.classList.remove("guess");
  }
  if (!form.querySelector("input[name=guessed]")) form.querySelector("[data-guesses]")?.replaceChildren();
}

// Choosing the light that is on already changes nothing, and is a yes all the same.
for (const kind of ["input", "click"]) {
  document.addEventListener(kind, ({ target }) => {
    const form = target.form;
    if (!form?.querySelector("[data-guesses]") || (kind === "click" && target.type !== "radio")) return;
    confirm(form, target.closest("[data-guess-of]")?.dataset.guessOf ?? target.name);
  });
}
