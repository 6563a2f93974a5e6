// A link with data-panel opens the form of its page (the element #panel there) in a dialog over this page;
// without JavaScript, or when anything fails, the link is just a link.
import { arrive, begin, giveBack, wait, whence } from "./focus.js";

const openers = new WeakMap();

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-panel]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  wait();
  try {
    await openPanel(link.href, openers.get(link.closest("dialog")) ?? whence(link));
  } catch {
    arrive();
    location.assign(link.href);
  }
});

async function openPanel(url, opener) {
  const response = await fetch(url, { headers: { "X-Panel": "1" } });
  if (!response.ok || response.redirected) throw new Error("not a panel");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const panel = page.querySelector("#panel");
  // A page that first asks whom it is about is opened whole.
  if (!panel || page.querySelector("main .logbar")) throw new Error("no panel");
  const dialog = document.createElement("dialog");
  dialog.className = "panel";
  dialog.setAttribute("aria-labelledby", "panel-title");
  dialog.append(panel);
  openers.set(dialog, opener);
  document.querySelector("#dialogs").replaceChildren(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    giveBack(opener);
  });
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("panel:open", { bubbles: true, detail: { url } }));
  begin(dialog);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("dialog [data-close]");
  if (!button) return;
  event.preventDefault();
  button.closest("dialog").close();
});
