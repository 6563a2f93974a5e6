// Back closes the panel: while it is open it has an entry of its own in the tab's history. Closed otherwise, that entry is left
// over for the next panel, and Back goes past it.
// As Esc does, where the browser can.
export const shut = (dialog) => (dialog.requestClose ?? dialog.close).call(dialog);

const isBeyond = () => Boolean(history.state?.panel);
let was = isBeyond();
let address = location.href;

export function enter() {
  if (!isBeyond()) history.pushState({ panel: true }, "");
  was = true;
  address = location.href;
}

addEventListener("popstate", () => {
  const isBack = was && !isBeyond() && location.href === address;
  was = isBeyond();
  if (!isBack) return;
  const dialog = document.querySelector("dialog.panel[open]");
  if (!dialog) return history.back();
  shut(dialog);
  // She stays, for what she has typed is kept nowhere.
  if (dialog.open) enter();
});
