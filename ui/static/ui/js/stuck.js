// What is on this device alone: shown to its author to copy or remove, and listed on Today.
import { ASKED } from "./offered.js";

const longest = (entry) => [...new URLSearchParams(entry.body)]
  .filter(([name]) => !["key", "who", "page"].includes(name))
  .map(([, text]) => text)
  .sort((one, other) => other.length - one.length)[0] ?? "";

export function show(entry, remove) {
  const dialog = document.querySelector("#stuck").content.cloneNode(true).firstElementChild;
  dialog.querySelector("textarea").value = longest(entry);
  dialog.querySelector("[data-remove]").addEventListener("click", () => {
    remove();
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export function list(section, found) {
  const rows = found.map(([entry, remove]) => row(section, entry, remove));
  section.querySelector("ul").replaceChildren(...rows);
  section.querySelector(".n").textContent = rows.length;
  section.hidden = !rows.length;
}

function row(section, entry, remove) {
  const item = section.querySelector("template").content.cloneNode(true).firstElementChild;
  item.querySelector("[data-words]").textContent = longest(entry).slice(0, 90);
  for (const why of item.querySelectorAll("[data-why]")) why.hidden = why.dataset.why !== (entry.isStuck ? "stuck" : entry.kind);
  const typed = new URLSearchParams(entry.body);
  item.querySelector("[data-why=typed] a").href = `${typed.get("page") ?? entry.at}#${ASKED}${typed.get("key")}`;
  item.querySelector("button").addEventListener("click", () => {
    show(entry, () => {
      remove();
      item.remove();
      section.hidden = !section.querySelector("li");
    });
  });
  return item;
}
