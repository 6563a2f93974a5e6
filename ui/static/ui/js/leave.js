// Esc is one step back. What is asked first is answered with the safe answer. A value edited in its place is itself again; the page of a form goes back to where it was opened,
// unless something is typed in it: words stay where they are. The focus goes back to where it came from.
import { giveBack, whence } from "./focus.js";

const edited = new WeakMap();

document.addEventListener("htmx:beforeSwap", ({ detail: { target, requestConfig } }) => {
  if (requestConfig.verb === "get" && target.contains(requestConfig.elt)) edited.set(target, target.innerHTML);
});

function restore(place) {
  place.innerHTML = edited.get(place);
  htmx.process(place);
  place.querySelector("a[href]")?.focus();
}

const isRefused = () => performance.getEntriesByType("navigation")[0]?.responseStatus >= 400;

function goBack(form) {
  const ways = [...form.querySelectorAll(".actions a[href], a[data-close]"), ...document.querySelectorAll("main .crumbs a")];
  if (history.length > 1 && document.referrer.startsWith(`${location.origin}/`)) history.back();
  else if (ways.length) location.assign(ways.at(-1).href);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const safe = document.querySelector("form[data-asks] [data-safe]");
  if (safe) return safe.click();
  const place = event.target.closest("form[hx-post]")?.parentElement;
  if (edited.has(place)) return restore(place);
  const form = [...document.querySelectorAll("main form:not([hx-post])")].find((one) => one.elements.who);
  if (form && !isRefused() && !document.querySelector("main form[data-typed]")) goBack(form);
});

// What leads away is remembered where it stands: by its id, or its address and which of those it is.
const alike = (href) => [...document.links].filter((one) => one.getAttribute("href") === href);

function remember(element) {
  const href = element.getAttribute("href");
  const left = element.id ? { id: element.id } : { href, at: alike(href).indexOf(element) };
  history.replaceState({ ...history.state, left }, "");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const from = whence(link);
  remember(from.id || from.matches("a[href]") ? from : link);
});
document.addEventListener("submit", ({ target }) => target.method === "get" && remember(whence(target)));

addEventListener("pageshow", () => {
  const { left } = history.state ?? {};
  if (!left || performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
  giveBack(left.id ? document.getElementById(left.id) : alike(left.href)[left.at]);
});
