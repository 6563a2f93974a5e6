// A text that the server will not take at all, such as one that is far too long: shown to its author to copy or remove.
export function show(entry, remove) {
  const dialog = document.querySelector("#stuck").content.cloneNode(true).firstElementChild;
  const texts = [...new URLSearchParams(entry.body).values()];
  dialog.querySelector("textarea").value = texts.sort((one, other) => other.length - one.length)[0] ?? "";
  dialog.querySelector("[data-remove]").addEventListener("click", () => {
    remove();
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
