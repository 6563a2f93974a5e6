// The portfolio's ruler: dragging or an arrow key moves the flag at once, and then asks for the page of that day.
const DAY = 86400000;
const PAUSE = 180;
let waiting;

const language = () => (document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang);
const inWords = (day) =>
  new Intl.DateTimeFormat(language(), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(day);

function dayOf(range) {
  return new Date(Date.parse(range.closest("[data-ruler]").dataset.first) + Number(range.value) * DAY);
}

export function move(range) {
  const ruler = range.closest("[data-ruler]");
  const share = (Number(range.value) * 100) / Number(range.max);
  const words = inWords(dayOf(range));
  const flag = ruler.querySelector(".ruler-flag svg");
  const label = flag.querySelector("text");
  flag.setAttribute("x", `${share}%`);
  label.textContent = words;
  label.setAttribute("x", share > 50 ? -8 : 8);
  label.setAttribute("text-anchor", share > 50 ? "end" : "start");
  const veil = ruler.querySelector(".veil");
  veil.setAttribute("x", `${share}%`);
  veil.setAttribute("width", `${100 - share}%`);
  range.setAttribute("aria-valuetext", words);
}

function ask(range) {
  const input = range.form.elements.as_of;
  const isToday = Number(range.value) === Number(range.max);
  const wanted = isToday ? "" : dayOf(range).toISOString().slice(0, 10);
  if (input.value === wanted) return;
  input.value = wanted;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export function later(range) {
  clearTimeout(waiting);
  waiting = setTimeout(() => ask(range), PAUSE);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-ruler] input")) move(event.target);
});

// A change comes when the mouse lets go and at every key; the page is asked for after a pause, by the date field's own
// change, so the range's must not reach the form.
document.addEventListener(
  "change",
  (event) => {
    if (!event.target.matches("[data-ruler] input")) return;
    event.stopPropagation();
    later(event.target);
  },
  true,
);

document.addEventListener("htmx:afterSwap", () => {
  const page = document.getElementById("portfolio");
  if (page) document.documentElement.classList.toggle("past", "past" in page.dataset);
});
