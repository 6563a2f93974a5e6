// Two forms may name their fields alike. While a panel is open, what is named so on the page under it has no name; what is
// done there, nobody can do meanwhile.
const NAMES = ["id", "for"];

// How the page gets its names back.
export function setAside(panel) {
  const taken = new Set([...panel.querySelectorAll("[id]")].map((one) => one.id));
  const found = NAMES.flatMap((name) => [...document.querySelectorAll(`[${name}]`)].map((one) => [one, name, one.getAttribute(name)]));
  const aside = found.filter(([, , value]) => taken.has(value));
  for (const [one, name] of aside) one.removeAttribute(name);
  return () => aside.forEach(([one, name, value]) => one.setAttribute(name, value));
}
