// What is typed in a form without drafts is kept on this device until the server names its key as saved, and offered
// when the form is opened again. Where nothing can be kept, leaving asks first.
import { addressOf, TAB } from "./back.js";
import { mine } from "./device.js";
import { keyOf, tabsOf, typed } from "./draft.js";
import { all, forgetOf, keep } from "./kept.js";
import { askedFirst, offer, UNKEPT } from "./offered.js";
import { arrived } from "./saved.js";

const PAUSE = 300;
const timers = new Map();
const isPlain = (form) => form?.method === "post" && !form.dataset.draft && form.elements.who && form.elements.key;
const plain = (scope) => [...scope.querySelectorAll("form[method=post]")].filter(isPlain);

document.addEventListener("input", ({ target: { form } }) => {
  if (!isPlain(form)) return;
  delete form.dataset.queued;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(hold, PAUSE, form));
});

async function hold(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (!form.isConnected || form.dataset.queued) return;
  const body = typed(form);
  for (const field of form.querySelectorAll(UNKEPT)) body.delete(field.name);
  const entry = { kind: "typed", tab: TAB, url: addressOf(form), body: body.toString(), moment: Date.now() };
  form.toggleAttribute("data-unkept", !(await keep(keyOf(form), entry)));
}

function drop(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  delete form.dataset.unkept;
  forgetOf(keyOf(form), tabsOf(form));
}

addEventListener("beforeunload", (event) => {
  for (const form of timers.keys()) hold(form);
  if (document.querySelector("form[data-unkept]:not([data-sending])")) event.preventDefault();
});
document.addEventListener("cancel", (event) => {
  if (!event.target.querySelector("form[data-unkept]")) return;
  const { sure } = document.querySelector("#typed-before").content.firstElementChild.dataset;
  if (!window.confirm(sure)) event.preventDefault();
}, true);

// Cancel means it.
document.addEventListener("click", ({ target }) => {
  const form = target.closest(".actions a, .row a, [data-close]")?.closest("form");
  if (isPlain(form)) drop(form);
});

async function begin(scope) {
  await arrived();
  const forms = plain(scope);
  if (!forms.length || !(await mine())) return;
  const found = (await all()).filter(({ entry }) => entry.kind === "typed" && !entry.isHeld).sort((a, b) => askedFirst(a, b) || b.entry.moment - a.entry.moment);
  for (const form of forms) {
    const before = found.find(({ key, entry }) => entry.url === addressOf(form) && key !== keyOf(form));
    if (before && !form.dataset.typed && !form.querySelector("[data-typed-before]")) offer(form, before);
  }
}

begin(document);
document.addEventListener("panel:open", ({ target }) => begin(target));
document.addEventListener("panel:close", ({ target, detail }) => {
  for (const form of timers.keys()) if (target.contains(form)) detail.until.push(hold(form));
});
for (const done of ["htmx:load", "htmx:afterRequest"]) document.addEventListener(done, () => begin(document));
