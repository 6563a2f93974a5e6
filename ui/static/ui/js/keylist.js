// The dialog that lists every key that works on this page, made from the key line and the labelled elements.
export function show() {
  document.querySelector("#keylist")?.remove();
  const dialog = document.createElement("dialog");
  dialog.id = "keylist";
  dialog.className = "sheet";
  const body = document.createElement("div");
  body.className = "body";
  const title = document.createElement("h2");
  title.textContent = document.querySelector("footer.keys")?.getAttribute("aria-label") ?? "";
  const list = document.createElement("ul");
  list.className = "rows two";
  for (const span of document.querySelectorAll("footer.keys > span:not(.end)")) {
    const item = document.createElement("li");
    const words = document.createElement("span");
    words.textContent = span.lastChild.textContent;
    const keys = document.createElement("span");
    keys.append(...[...span.querySelectorAll("kbd")].map((kbd) => kbd.cloneNode(true)));
    item.append(words, keys);
    list.append(item);
  }
  body.append(title, list);
  dialog.append(body);
  dialog.setAttribute("aria-label", title.textContent);
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}
