"""A real Chromium for tests: a started product, a signed-in browser, and the check that every page has to pass."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, StorageState, expect, sync_playwright

from tests.rounds import rounds

# Milliseconds: a busy machine is given time, and what never comes does not hold the others up for long.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FINGERS = Path(__file__).parent / "fingers.js"
SIZES = {1440: 900, 390: 844}
# Each size and each scheme once: no style of a scheme moves anything. `make faults` looks at each size in each scheme.
LOOKS = rounds([(1440, "light"), (390, "dark")], list(product(SIZES, ("light", "dark"))))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """An installed Chromium ($CHROMIUM names another), else Playwright's own."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click("form.form button.primary")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def speak(page: Page, address: str, language: str) -> str:
    """Set the user's language on her settings page; the one it was."""
    page.goto(f"{address}/settings/")
    before = page.input_value("select[name=language]")
    page.select_option("select[name=language]", language)
    with page.expect_navigation():
        page.click("form.form button.primary")
    return before


def context(
    browser: Browser,
    *,
    width: int = 1440,
    language: str = "en",
    scheme: str = "light",
    state: StorageState | None = None,
) -> BrowserContext:
    opened = browser.new_context(
        viewport={"width": width, "height": SIZES.get(width, 900)},
        locale=language,
        color_scheme=scheme,
        storage_state=state,
    )
    opened.set_default_timeout(PATIENCE)
    return opened


def check_page(page: Page, url: str) -> None:
    """The page passes axe and needs no sideways scroll, at a desk and in a hand. Language is the user's."""
    page.goto(url)
    check_state(page, url)


def check_state(page: Page, name: str, within: str = "") -> None:
    """The same of a page as it stands, or of a part of it: with its menu open, its form refused, its list filtered."""
    faults = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": SIZES[width]})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        faults += [f"{width} px, {scheme}: {fault}" for fault in violations(page, within) + overflow(page)]
    assert faults == [], "\n".join([name, *faults])


def violations(page: Page, within: str = "") -> list[str]:
    """What axe finds, in a line each."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        """(within) => axe.run(within || document,
            {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})""",
        within,
    )
    return [
        f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found["violations"] for node in rule["nodes"]
    ]


BROKEN = """() => {
    const found = [], texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        for (const word of text.data.matchAll(/\\p{L}{4,40}/gu)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const boxes = [...range.getClientRects()].filter((box) => box.width);
            const lines = new Set(boxes.map((box) => Math.round(box.y)));
            if (lines.size > 1 && text.parentElement.checkVisibility()) found.push(word[0]);
        }
    }
    return found;
}"""


def broken_words(page: Page) -> list[str]:
    """Words that stand on two lines without a hyphen of their own."""
    found: list[str] = page.evaluate(BROKEN)
    return found


def small_targets(page: Page) -> list[str]:
    """What acts and has less than 44 px for a finger, by what a touch would hit there; links in sentences are free."""
    return page.evaluate(FINGERS.read_text())


def overflow(page: Page) -> list[str]:
    """The widest elements when the page scrolls sideways."""
    return page.evaluate(
        """() => {
        const wide = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= wide) return [];
        return [...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > wide + 1)
            .slice(0, 5).map((one) => one.outerHTML.slice(0, 120));
        }"""
    )


def note(page: Page) -> Locator:
    return page.get_by_label("Note", exact=True)


def told(page: Page, words: str) -> None:
    """Said beside the form, of what is typed in it."""
    expect(page.locator("[data-saved]").get_by_text(words)).to_be_visible()


def stored(page: Page) -> str:
    return page.evaluate("() => JSON.stringify({...localStorage})")


def kept(page: Page) -> int:
    return len([name for name in json.loads(stored(page)) if name.startswith("fyr-kept-")])
