// What a finger would hit: for each target, how far from its middle a touch still belongs to it. Fewer than 44 px is told.
() => {
  const ACTS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const STEP = 2, ENOUGH = 44 - 2 * STEP;
  const told = [];
  for (const one of (document.querySelector("dialog[open]") ?? document).querySelectorAll(ACTS)) {
    const isInSentence = one.matches("a, button") && !one.matches(".btn") && one.closest("p, dd, .note, .markdown, .msg");
    if (!one.checkVisibility({ visibilityProperty: true }) || one.closest(".vh, .skip") || isInSentence) continue;
    const target = (one.matches("input") && one.closest("label")) || one;
    target.scrollIntoView({ block: "center", inline: "center" });
    const box = target.getClientRects()[0];
    if (!box?.width) continue;
    const isOwn = (x, y) => {
      const at = document.elementFromPoint(x, y);
      return at !== null && (target.contains(at) || at.closest("label")?.control === one);
    };
    const reach = (x, y) => {
      let steps = 0;
      while (steps < ENOUGH && isOwn(box.x + box.width / 2 + x * steps, box.y + box.height / 2 + y * steps)) steps += STEP;
      return steps;
    };
    const [wide, high] = [reach(1, 0) + reach(-1, 0), reach(0, 1) + reach(0, -1)];
    if (wide < ENOUGH || high < ENOUGH) told.push(`${wide} × ${high}: ${one.outerHTML.slice(0, 120)}`);
  }
  scrollTo(0, 0);
  return told;
}
