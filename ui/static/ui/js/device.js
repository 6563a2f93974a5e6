// Whose page this is, and the key to what her device keeps: given by the server to her signed-in pages, held in memory
// alone. Where the browser offers no secure context there is no key, and nothing is kept.
const page = document.body.dataset;
export const PREFIX = "fyr-kept-";
export const NETWORK = { error: "network" };
// "Not now" is no answer to the words; neither is a page of somebody between us that says "fine" and names no key.
const LATER = [408, 425, 429];
let her = null;
let looking;

// {key, token} of the user whose page this is, as long as it is open; null when it could not be asked for.
export function mine() {
  return her ? Promise.resolve(her) : (looking ??= look().finally(() => (looking = undefined)));
}

// The same asked anew: null when she is not signed in now.
async function look() {
  const found = await ask().catch(() => null);
  her = found ?? her;
  return found;
}

async function ask() {
  const response = await fetch(page.device, { headers: { "X-Kept": "1" }, cache: "no-store" });
  const said = response.ok ? await response.json() : {};
  if (!said.who || said.who !== page.who) return null;
  renew(said.token);
  return { key: await secret(said.key), token: said.token };
}

async function secret(text) {
  if (!window.isSecureContext || !crypto.subtle) return null;
  const raw = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

// After signing in again in another tab, the forms open here are valid once more.
function renew(token) {
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
}

// Sends as a script does: the answer is data that names the key, or {error, status}; never a page taken for success.
export async function post(url, body, isAgain = false) {
  if (await mine()) body.set("csrfmiddlewaretoken", her.token);
  let response;
  try {
    const keepalive = body.toString().length < 60000;
    response = await fetch(url, { method: "POST", body, headers: { "X-Kept": "1" }, redirect: "error", keepalive });
  } catch {
    return NETWORK;
  }
  const isData = response.headers.get("Content-Type")?.startsWith("application/json");
  const said = isData ? await response.json().catch(() => ({})) : {};
  if (response.ok && said.kept) return said;
  const { status } = response;
  if (response.ok || status >= 500 || LATER.includes(status)) return { error: "later", status };
  if (status === 401 || said.error === "old-form") {
    return !isAgain && (await look()) ? post(url, body, true) : { error: "out", status };
  }
  return { error: "refused", ...said, status };
}

export async function seal(name, words) {
  if (!(await mine())?.key) return null;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const options = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
  const sealed = await crypto.subtle.encrypt(options, her.key, new TextEncoder().encode(JSON.stringify(words)));
  return btoa(String.fromCharCode(...iv, ...new Uint8Array(sealed)));
}

export async function unseal(name, text) {
  if (!(await mine())?.key) return null;
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const options = { name: "AES-GCM", iv: bytes.slice(0, 12), additionalData: new TextEncoder().encode(name) };
  const words = await crypto.subtle.decrypt(options, her.key, bytes.slice(12)).catch(() => null);
  return words && JSON.parse(new TextDecoder().decode(words));
}
