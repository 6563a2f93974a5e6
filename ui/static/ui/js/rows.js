// Rows of a list ([data-rows] > *): the current one is where the focus is. When a button of a row has been pressed, the
// focus is in that row again; if the row is gone, in the next, and after the last one in the section's heading. After the
// toast's Undo it is in the row that came back. A row that moves between lists is known by its id.
const LIST = "[data-rows], .rows, tbody";
const listed = (list) => [...list.children].filter((row) => !row.matches("[data-no-row]"));
const nameOf = (row) => row.querySelector("a[href].name, th a[href], a[href]");
const key = (row) => row.id || (nameOf(row)?.getAttribute("href") ?? row.querySelector("form")?.getAttribute("action"));
const all = () => [...document.querySelectorAll("[data-rows]")].flatMap(listed).filter((row) => row.offsetParent);

export const current = () => all().find((row) => row.getAttribute("aria-current") === "true");

function stand(row) {
  if (row === current()) return;
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
}

// The name, not the tick before it: Enter opens.
function focus(row) {
  (nameOf(row) ?? row.querySelector("button, input:not([type=hidden])"))?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

export function move(step) {
  const rows = all();
  if (!rows.length) return;
  const next = rows[Math.min(Math.max(rows.indexOf(current()) + step, 0), rows.length - 1)];
  stand(next);
  focus(next);
}

document.addEventListener("focusin", ({ target }) => {
  const row = target.closest("[data-rows] > :not([data-no-row])");
  if (row) stand(row);
});

const here = () => location.pathname + location.search;

const leave = (left) => sessionStorage.setItem("fyr-row", JSON.stringify({ ...left, page: here(), moment: Date.now() }));
let pressed = {};

document.addEventListener("submit", ({ target: form }) => {
  if (form.querySelector("[data-undo]")) return leave({ ...pressed, isUndo: true });
  const list = form.method === "post" && form.closest("main") ? form.closest(LIST) : null;
  if (!list) return;
  const row = listed(list).find((one) => one.contains(form));
  const section = form.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby");
  leave({ section, at: listed(list).indexOf(row), key: key(row) });
});

function heading(element) {
  element.tabIndex = -1;
  element.focus();
}

function arrive() {
  const left = JSON.parse(sessionStorage.getItem("fyr-row") ?? "null");
  sessionStorage.removeItem("fyr-row");
  if (!left || Date.now() - left.moment > 10000) return;
  pressed = { section: left.section, key: left.key };
  if (left.page !== here()) return;
  const title = left.section && document.getElementById(left.section);
  const rows = [...((title?.closest("section") ?? document.querySelector("main")).querySelectorAll(LIST))].flatMap(listed).filter((row) => !row.closest("details:not([open])"));
  const same = rows.find((row) => key(row) === left.key);
  const next = left.isUndo ? same : (same ?? rows[Math.min(left.at, rows.length - 1)]);
  if (next && (title || !left.section || left.isUndo)) focus(next);
  else heading(title ?? document.querySelector("main h1"));
}
arrive();
