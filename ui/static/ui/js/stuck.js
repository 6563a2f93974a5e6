// What is on this device alone: shown to its author to copy or remove, and listed on Today.
import { ASKED } from "./offered.js";

const FRAME = ["key", "who", "page", "form_about", "form_changed"];

// What she has changed, a line each as the form calls it; without its help the longest text in it.
function wordsOf(typed) {
  const changed = typed.getAll("form_changed").map((line) => line.split("\t"));
  const lines = changed.map(([name, label, shown]) => `${label}: ${shown || typed.getAll(name).join(", ") || "–"}`);
  if (lines.length) return lines;
  const texts = [...typed].filter(([name]) => !FRAME.includes(name)).map(([, text]) => text);
  return texts.sort((one, other) => other.length - one.length).slice(0, 1);
}

export function show(entry, remove) {
  const dialog = document.querySelector("#stuck").content.cloneNode(true).firstElementChild;
  const typed = new URLSearchParams(entry.body);
  const title = dialog.querySelector("h2");
  if (!entry.isStuck) title.textContent = title.dataset.untried;
  dialog.querySelector("[data-about]").textContent = typed.get("form_about") ?? "";
  dialog.querySelector("textarea").value = wordsOf(typed).join("\n\n");
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
  const typed = new URLSearchParams(entry.body);
  item.querySelector("[data-about]").textContent = typed.get("form_about") ?? "";
  item.querySelector("[data-words]").textContent = wordsOf(typed).join(" · ").slice(0, 90);
  for (const why of item.querySelectorAll("[data-why]")) why.hidden = why.dataset.why !== (entry.isStuck ? "stuck" : entry.kind);
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
