// The palette: Ctrl/Cmd+K, a click on the top search or typing in it opens search over the page; on a phone its link does.
// Results are the search page's own; here they are options of a list box, chosen from the field, Tab too: it keeps the focus.
let timer, serial = 0;
const form = () => document.querySelector("form[data-palette]");

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && form()) {
    event.preventDefault();
    if (!event.isComposing) open();
  }
});
for (const kind of ["click", "input"]) {
  document.addEventListener(kind, (event) => {
    const asked = event.target.closest("form[data-palette] input, a[data-palette]");
    if (!asked || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(asked.value);
  });
}

function open(query = "") {
  if (document.querySelector("dialog.palette[open]")) return;
  const dialog = form().querySelector("template").content.cloneNode(true).firstElementChild;
  const input = dialog.querySelector("input");
  const hits = dialog.querySelector("[role=listbox]");
  document.body.append(dialog);
  input.value = query;
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("mousedown", (event) => event.target.closest("footer, [role=listbox]") && event.preventDefault());
  dialog.addEventListener("click", (event) => (event.target === dialog ? dialog.close() : follow(event.target.closest("[data-url]"))));
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => find(input, hits), 80);
  });
  dialog.addEventListener("keydown", (event) => walk(event, input, hits));
  dialog.showModal();
  input.focus();
  find(input, hits);
}

async function find(input, hits) {
  const [mine, query] = [++serial, input.value];
  const response = await fetch(`${form().action}?q=${encodeURIComponent(query)}`, { headers: { "HX-Request": "true" } });
  if (mine !== serial || !response.ok) return;
  const found = new DOMParser().parseFromString(await response.text(), "text/html").body;
  found.querySelectorAll("h2, h3").forEach((heading) => heading.setAttribute("role", "presentation"));
  found.querySelectorAll("ul").forEach((list) => list.setAttribute("role", "group"));
  found.querySelectorAll("li").forEach((hit, index) => {
    const link = hit.querySelector("a");
    Object.assign(hit, { id: `hit-${index}` }).setAttribute("role", "option");
    hit.dataset.url = link.getAttribute("href");
    const title = Object.assign(document.createElement("span"), { className: "name" });
    title.append(...link.childNodes);
    link.replaceWith(title);
  });
  found.querySelector("p")?.setAttribute("role", "option");
  hits.replaceChildren(...found.childNodes);
  hits.dataset.query = query;
  mark(hits.querySelector("li"), input, hits);
}

function mark(hit, input, hits) {
  hits.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  hit?.setAttribute("aria-selected", "true");
  hit?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", hit?.id ?? "");
}

const follow = (hit) => hit && location.assign(hit.dataset.url);

async function walk(event, input, hits) {
  const step = { ArrowDown: 1, ArrowUp: -1, Tab: event.shiftKey ? -1 : 1, Enter: 0 }[event.key];
  if (step === undefined || event.isComposing) return;
  event.preventDefault();
  clearTimeout(timer);
  if (hits.dataset.query !== input.value) await find(input, hits);
  const [all, chosen] = [[...hits.querySelectorAll("li")], hits.querySelector("[aria-selected=true]")];
  if (step) mark(all[(all.indexOf(chosen) + step + all.length) % all.length], input, hits);
  else follow(chosen);
}
