// What is typed in a form without drafts is kept on this device until the server names its key as saved, and offered
// when the form is opened again. Where nothing can be kept, leaving asks first.
import { addressOf, CARRIED } from "./back.js";
import { mine } from "./device.js";
import { keyOf, typed } from "./draft.js";
import { all, forget, keep } from "./kept.js";

const PAUSE = 300;
const UNKEPT = "[type=password], [type=file]";
const timers = new Map();
const isPlain = (form) => form?.method === "post" && !form.dataset.draft && form.elements.who && form.elements.key;
const plain = (scope) => [...scope.querySelectorAll("form[method=post]")].filter(isPlain);

document.addEventListener("input", ({ target: { form } }) => {
  if (!isPlain(form)) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(hold, PAUSE, form));
});

async function hold(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (!form.isConnected) return;
  const body = typed(form);
  for (const field of form.querySelectorAll(UNKEPT)) body.delete(field.name);
  const entry = { kind: "typed", url: addressOf(form), body: body.toString(), moment: Date.now() };
  form.toggleAttribute("data-unkept", !(await keep(keyOf(form), entry)));
}

function drop(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  delete form.dataset.unkept;
  forget(keyOf(form));
}

addEventListener("beforeunload", (event) => {
  for (const form of timers.keys()) hold(form);
  if (document.querySelector("form[data-unkept]:not([data-sending])")) event.preventDefault();
});

// Cancel means it.
document.addEventListener("click", ({ target }) => {
  const form = target.closest(".actions a, .row a, [data-close]")?.closest("form");
  if (isPlain(form)) drop(form);
});

// The server names what it has carried out.
function arrived() {
  const keys = document.cookie.match(/(?:^|; )fyr-saved=([^;]*)/)?.[1];
  if (!keys) return;
  keys.split(".").forEach(forget);
  document.cookie = "fyr-saved=; Path=/; Max-Age=0";
}

async function begin(scope) {
  arrived();
  const forms = plain(scope);
  if (!forms.length || !(await mine())) return;
  const found = (await all()).filter(({ entry }) => entry.kind === "typed").sort((a, b) => b.entry.moment - a.entry.moment);
  for (const form of forms) {
    const before = found.find(({ key, entry }) => entry.url === addressOf(form) && key !== keyOf(form));
    if (before && !form.dataset.typed && !form.querySelector("[data-typed-before]")) offer(form, before);
  }
}

function offer(form, { key, entry }) {
  const line = document.querySelector("#typed-before").content.cloneNode(true).firstElementChild;
  line.querySelector("[data-moment]").textContent = new Date(entry.moment).toLocaleString(document.documentElement.lang, {
    dateStyle: "short",
    timeStyle: "short",
  });
  line.addEventListener("click", ({ target }) => {
    if (target.closest("[data-bring]")) fill(form, new URLSearchParams(entry.body));
    else if (target.closest("[data-drop]")) forget(key);
    else return;
    line.remove();
  });
  form.prepend(line);
}

function fill(form, texts) {
  for (const name of CARRIED) if (texts.has(name) && form.elements[name]) form.elements[name].value = texts.get(name);
  const fields = [...form.elements].filter((one) => one.name && !one.matches(`button, [type=hidden], ${UNKEPT}`));
  const left = new Map(fields.map((one) => [one.name, texts.getAll(one.name)]));
  for (const field of fields) {
    const words = left.get(field.name);
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = words.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = words.includes(option.value);
    else if (words.length) field.value = words.shift();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  fields[0]?.focus();
}

begin(document);
document.addEventListener("panel:open", ({ target }) => begin(target));
for (const done of ["htmx:load", "htmx:afterRequest"]) document.addEventListener(done, () => begin(document));
