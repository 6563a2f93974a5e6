// What is written for a day, a time or a number is said in words beside its field as it is typed, as the server reads it.
const PAUSE = 150;
const timers = new WeakMap();

function dayOf(input) {
  const of = input.dataset.clockOf;
  return of ? input.form.elements[of] : input;
}

async function ask(day) {
  const told = document.getElementById(`${day.id}_echo`);
  // Its panel may be closed by now.
  if (!told) return;
  const clock = day.form.querySelector(`[data-clock-of="${day.name}"]`);
  const url = new URL(day.dataset.echo, location.href);
  url.searchParams.set("text", day.value);
  url.searchParams.set("clock", clock?.value ?? "");
  const asked = `${url}`;
  told.dataset.asked = asked;
  try {
    const response = await fetch(asked, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!response.ok || told.dataset.asked !== asked) return;
    const { words, refused } = await response.json();
    told.textContent = words;
    told.classList.toggle("refused", refused);
  } catch {
    // Without the network the words come when the form is sent.
    told.textContent = "";
  }
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-echo], [data-clock-of]")) return;
  const day = dayOf(event.target);
  clearTimeout(timers.get(day));
  timers.set(day, setTimeout(() => ask(day), PAUSE));
});
