// A form opened in place: a link with data-panel, or the log bar, brings the form of its page in a dialog over this one, so
// that every letter typed on the way is heard (decision 0059). When there is none, see carried.js.
import { begin, giveBack, whence } from "./focus.js";
import { setAside } from "./aside.js";
import { instead } from "./carried.js";
import { formAt } from "./framed.js";
import { wait } from "./held.js";
import { enter, shut } from "./panel_back.js";

const openers = new WeakMap();
let isComing = false;
// What was typed in the panel before is kept first: the next may be the same form.
let kept = Promise.resolve();

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-panel]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (isComing) return;
  wait();
  open(link.href, openers.get(link.closest("dialog")) ?? whence(link));
});

// Where the log bar finds one client, her form comes; else the page with those it found.
document.addEventListener("submit", (event) => {
  const bar = event.target;
  if (event.defaultPrevented || !bar.matches("form.logbar")) return;
  event.preventDefault();
  if (isComing) return;
  wait();
  open(`${bar.action}?${new URLSearchParams(new FormData(bar))}`, whence(bar));
});

async function open(url, opener) {
  isComing = true;
  try {
    await kept;
    const answer = await formAt(url);
    if (answer.panel) show(answer.panel, url, opener);
    else await instead(url, answer);
  } finally {
    isComing = false;
  }
}

function show(panel, url, opener) {
  for (const before of document.querySelectorAll("dialog.panel")) leave(before);
  const dialog = document.createElement("dialog");
  dialog.className = "panel";
  dialog.setAttribute("aria-labelledby", "panel-title");
  dialog.append(panel);
  openers.set(dialog, opener);
  const bringBack = setAside(dialog);
  document.querySelector("#dialogs").append(dialog);
  dialog.addEventListener("panel:close", bringBack);
  dialog.addEventListener("close", () => {
    leave(dialog);
    giveBack(opener);
  });
  htmx.process(dialog);
  dialog.showModal();
  enter();
  dialog.dispatchEvent(new CustomEvent("panel:open", { bubbles: true, detail: { url } }));
  begin(dialog);
}

// What listens says in `until` what has to be kept before the next is opened.
function leave(dialog) {
  const until = [];
  dialog.dispatchEvent(new CustomEvent("panel:close", { bubbles: true, detail: { until } }));
  kept = Promise.allSettled(until);
  dialog.remove();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("dialog [data-close]");
  if (!button) return;
  event.preventDefault();
  shut(button.closest("dialog"));
});
