// The palette: Ctrl/Cmd+K anywhere opens search over the page; results come as the search page's #hits.
let timer;
let serial = 0;

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
  }
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches("form[data-palette] input[type=search]") && !document.querySelector("dialog[open]")) open(event.target);
});

function open(from) {
  const form = document.querySelector("form[data-palette]");
  if (!form || document.querySelector("dialog[open]")) return;
  const field = form.querySelector("input[type=search]");
  const dialog = document.createElement("dialog");
  dialog.className = "sheet palette";
  dialog.setAttribute("aria-label", field.placeholder);
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "search", placeholder: field.placeholder, autocomplete: "off", value: from?.value ?? "" });
  input.setAttribute("aria-label", field.placeholder);
  input.setAttribute("aria-controls", "hits");
  label.append(input);
  const hits = document.createElement("div");
  hits.id = "hits";
  hits.setAttribute("aria-live", "polite");
  dialog.append(label, hits);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => find(form.action, input.value, hits), 80); });
  dialog.addEventListener("keydown", (event) => walk(event, hits, form.action, input));
  dialog.showModal();
  input.focus();
  if (input.value) find(form.action, input.value, hits);
}

async function find(action, query, hits) {
  const mine = ++serial;
  const response = await fetch(`${action}?q=${encodeURIComponent(query)}`, { headers: { "HX-Request": "true" } });
  if (mine !== serial || !response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  hits.replaceChildren(...page.body.childNodes);
  hits.querySelector("li")?.setAttribute("aria-selected", "true");
}

function walk(event, hits, action, input) {
  const all = [...hits.querySelectorAll("li")];
  const here = all.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
  if (event.key === "Enter") {
    event.preventDefault();
    const link = all[here]?.querySelector("a");
    location.assign(link ? link.href : `${action}?q=${encodeURIComponent(input.value)}`);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    all[here]?.removeAttribute("aria-selected");
    const next = all[Math.min(Math.max(here + (event.key === "ArrowDown" ? 1 : -1), 0), all.length - 1)];
    next?.setAttribute("aria-selected", "true");
    next?.scrollIntoView({ block: "nearest" });
  }
}
