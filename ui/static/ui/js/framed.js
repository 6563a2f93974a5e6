// A page's form as a panel: the element #panel where the page has drawn one, else what stands in its main, under its headline
// as the panel's. A link among a form's verbs leads out of it: here it closes.
const isStamped = (form) => form.method === "post" && form.elements.who;

// Past this it is not coming.
const PATIENCE = 30_000;

// {panel}, else {why} there is none: no network, signed out (with where one signs in), or a page to be opened as it is.
export async function formAt(url) {
  let response, text;
  try {
    response = await fetch(url, { headers: { "X-Panel": "1" }, signal: AbortSignal.timeout(PATIENCE) });
    text = await response.text();
  } catch {
    return { why: "network" };
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  if (response.redirected && !page.body.dataset.who) return { why: "out", address: response.url };
  const isHers = response.ok && !response.redirected && page.body.dataset.who === document.body.dataset.who;
  const panel = isHers && panelOf(page, url);
  return panel ? { panel } : { why: "page", address: url };
}

function panelOf(page, url) {
  const main = page.querySelector("main");
  // A page that first asks whom it is about is opened whole.
  if (main.querySelector(".logbar")) return null;
  return page.querySelector("#panel") ?? framed(main, url);
}

function framed(main, url) {
  const forms = [...main.querySelectorAll("form")];
  if (!forms.some(isStamped)) return null;
  for (const form of forms) if (!form.hasAttribute("action")) form.setAttribute("action", url);
  for (const link of main.querySelectorAll("form > .actions a[href]")) link.dataset.close = "";
  // A parser without scripts reads as elements what is for browsers without them.
  for (const one of main.querySelectorAll("noscript")) one.remove();
  const frame = document.querySelector("#panel-frame").content.cloneNode(true);
  frame.querySelector("h2").append(...titleOf(main));
  frame.querySelector(".body").append(...main.children);
  return frame;
}

// Of what it is, the crumbs said.
function titleOf(main) {
  const crumbs = main.querySelector(".crumbs");
  const title = main.querySelector("h1");
  const headline = title.closest(".headline") ?? title;
  const [, ...path] = crumbs?.querySelectorAll("a") ?? [];
  const about = path.at(-1)?.textContent ?? "";
  title.remove();
  crumbs?.remove();
  if (!headline.textContent.trim()) headline.remove();
  if (!about || title.textContent.includes(about)) return title.childNodes;
  return [...title.childNodes, " ", Object.assign(document.createElement("span"), { className: "dim", textContent: about })];
}
