// Sending a form: once, after the draft's last word; kept on this device while the network is gone. Signing out waits
// until nothing is only here.
import { addressOf, TAB } from "./back.js";
import { keyOf, save, typed } from "./draft.js";
import { count, keep } from "./kept.js";
import { handOver, sendAll } from "./sending.js";
import { say, tell } from "./told.js";

const words = () => document.querySelector("[data-toasts]").dataset;
const ready = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sending) return event.preventDefault();
  if (ready.delete(form)) {
    form.dataset.sending = "yes";
    return;
  }
  const way = form.hasAttribute("data-sign-out") ? signOut : wayOf(form, event.submitter);
  if (!way) {
    form.dataset.sending = "yes";
    return;
  }
  event.preventDefault();
  way(form, event.submitter);
});
// Gone back to, a form can be sent again; its key makes that harmless.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending));

// What the server keeps already is neither a draft nor a save that waits.
function wayOf(form, submitter) {
  if (submitter?.hasAttribute("data-kept")) return null;
  return form.dataset.draft ? sendDrafted : navigator.onLine ? null : wait;
}

function go(form, submitter) {
  ready.add(form);
  // Not before the event that was stopped is over: the browser drops a submit inside a submit.
  setTimeout(() => form.requestSubmit(submitter?.isConnected ? submitter : undefined));
}

async function sendDrafted(form, submitter) {
  if (form.dataset.waiting) return;
  form.dataset.waiting = "yes";
  // What is to be discarded is asked about first, so its last word is kept until the answer.
  const said = await save(form);
  delete form.dataset.waiting;
  if (["network", "later"].includes(said?.error) && !submitter?.hasAttribute("data-discard")) await wait(form, said.error);
  else go(form, submitter);
}

async function wait(form, why = "network") {
  const key = keyOf(form);
  const body = typed(form).toString();
  form.dataset.queued = "yes";
  const isFile = form.querySelector("input[type=file]")?.value;
  const isKept = key && !isFile && (await keep(key, { kind: "save", tab: TAB, url: addressOf(form), body, at: location.pathname + location.search }));
  say(form, isKept ? (why === "later" ? "queued-later" : "queued") : `${why}-lost`);
  if (isKept && why === "later") sendAll();
  if (!form.dataset.draft) tell(isKept ? words().queued : words().lost);
}

// A form that htmx sends finds no network either.
document.addEventListener("htmx:sendError", ({ target }) => target.matches("form[method=post]") && wait(target));

async function signOut(form, submitter) {
  await Promise.all([...document.querySelectorAll("form[data-draft][data-typed]")].map(save));
  await sendAll();
  await handOver();
  if (count() && !window.confirm(words().signOut)) return;
  for (const name of Object.keys(localStorage)) if (name.includes(document.body.dataset.who)) localStorage.removeItem(name);
  go(form, submitter);
}
