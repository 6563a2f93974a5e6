// What a page tells of what is typed and done in a panel over it is asked for anew when that closes: each part with data-fresh
// and an id. The focus is where it was, in what has taken its place.
const PARTS = "[data-fresh][id]";

document.addEventListener("panel:close", ({ detail }) => queueMicrotask(() => renew(detail.until)));

async function renew(until) {
  if (!document.querySelector(PARTS)) return;
  await Promise.allSettled(until);
  const response = await fetch(location.href).catch(() => ({}));
  // The next panel has been opened meanwhile: the page is asked for when that closes.
  if (!response.ok || response.redirected || document.querySelector("dialog[open]")) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (page.body.dataset.who !== document.body.dataset.who) return;
  for (const part of document.querySelectorAll(PARTS)) replace(part, page.getElementById(part.id));
}

function replace(part, fresh) {
  if (!fresh || fresh.outerHTML === part.outerHTML) return;
  const { id, href } = part.contains(document.activeElement) ? document.activeElement : {};
  part.replaceWith(fresh);
  htmx.process(fresh);
  const links = [fresh, ...fresh.querySelectorAll("a[href]")];
  const same = (id && document.getElementById(id)) || (href && links.find((one) => one.href === href));
  if (id || href) (same ?? document.querySelector("main")).focus();
}
