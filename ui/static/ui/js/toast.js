// Toasts leave after eight seconds, but stay while hovered or focused; Ctrl/Cmd+Z presses the newest Undo.
function leave(toast) {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? leave(toast) : toast.remove()), 8000);
}
for (const toast of document.querySelectorAll("[data-toasts] > *")) leave(toast);

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  if (event.target.closest("input, textarea, select")) return;
  const undo = [...document.querySelectorAll("[data-undo]")].at(-1);
  if (undo) {
    event.preventDefault();
    undo.click();
  }
});
