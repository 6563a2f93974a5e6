// Drafts: every pause of half a second saves what is typed on the server, or, when it cannot be reached, on this
// device, from where it is sent as soon as the network is back.
const PAUSE = 500;
const PREFIX = "fyr-draft-";
const timers = new WeakMap();

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), PAUSE));
});

async function save(form) {
  const body = new URLSearchParams(new FormData(form));
  const key = PREFIX + body.get("key");
  const told = form.querySelector("[data-saved]");
  try {
    const response = await fetch(form.dataset.draft, { method: "POST", body, redirect: "error" });
    if (!response.ok) throw new Error(String(response.status));
    localStorage.removeItem(key);
    say(told, `${told.dataset.savedText} ${(await response.json()).saved_at}`);
  } catch {
    localStorage.setItem(key, JSON.stringify({ url: form.dataset.draft, body: body.toString() }));
    say(told, told.dataset.localText);
  }
}

function say(told, text) {
  told.hidden = false;
  told.textContent = text;
}

// A save while the network is gone waits on this device too; its key makes a second arrival harmless.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form || navigator.onLine || event.submitter?.hasAttribute("data-discard")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form)).toString();
  localStorage.setItem(PREFIX + new URLSearchParams(body).get("key"), JSON.stringify({ url: form.action, body }));
  const told = form.querySelector("[data-saved]");
  say(told, told.dataset.localText);
});

async function sendKept() {
  const token = document.body.getAttribute("hx-headers")?.match(/"X-CSRFToken": "([^"]+)"/)?.[1];
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const { url, body } = JSON.parse(localStorage.getItem(key));
    try {
      const headers = { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token ?? "" };
      const response = await fetch(url, { method: "POST", body, headers });
      if (response.ok) localStorage.removeItem(key);
    } catch {
      return;
    }
  }
}
addEventListener("online", sendKept);
if (document.body.dataset.keys) sendKept();
