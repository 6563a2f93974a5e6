"""Every state a page can be in: open menus, dialogs, panels, filtered lists, refused forms, with the data of a region.

Each passes axe and needs no sideways scroll, at a desk and in a hand, light and dark.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.page import check_state

CLIENT = ".clients tbody th a"
PROJECT = ".matrix th a"
LONG = "Ångströms" + "forskningsinnovationsbolag" * 7 + "istäver"
OLD_FILE = """Kundlista våren

Företag;Orgnr;Kommun;Skede;Kontaktperson;E-post
Nya Bolaget AB;559700-7416;Lund;Aktiv;Ulla;ulla@x
Fel AB;559700-7417;Ingenstans;Konstig;;
Totalt;2;;;;
"""


def press(key: str, then: str) -> Callable[[Page], None]:
    def step(page: Page) -> None:
        page.keyboard.press(key)
        page.wait_for_selector(then)

    return step


def click(css: str, then: str) -> Callable[[Page], None]:
    def step(page: Page) -> None:
        page.locator(css).first.click()
        page.wait_for_selector(then)

    return step


def follow(css: str) -> Callable[[Page], None]:
    def step(page: Page) -> None:
        with page.expect_navigation():
            page.locator(css).first.click()
        # Its scripts are there, and its keys with them.
        page.wait_for_load_state("networkidle")

    return step


def refused(form: str, **fields: str) -> Callable[[Page], None]:
    """Sent past the browser's own checks, so that ours are what is shown."""

    def step(page: Page) -> None:
        for name, text in fields.items():
            page.fill(f"{form} [name={name}]", text)
        page.evaluate("css => document.querySelector(css).noValidate = true", form)
        page.locator(f"{form} button.primary").first.click()
        page.wait_for_selector(f"{form} .err, {form} .msg.off, {form} [aria-invalid=true]")

    return step


def every_table_behind_a_picture(page: Page) -> None:
    page.locator("details.twin").evaluate_all("all => all.forEach((one) => (one.open = true))")


def find_something(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("an")
    page.wait_for_selector("dialog .hits li[aria-selected=true]")


def open_a_client_with_a_long_name(page: Page) -> None:
    page.fill("form[method=post] [name=name]", LONG)
    page.locator("form[method=post] button.primary").last.click()
    page.wait_for_selector(f".toast, h1:has-text('{LONG[:20]}'), a:has-text('{LONG[:20]}')")


def check_an_old_file(page: Page) -> None:
    file = {"name": "klienter.csv", "mimeType": "text/csv", "buffer": OLD_FILE.encode()}
    page.set_input_files("input[type=file]", file)
    page.click("main form button.primary")
    page.wait_for_selector(".match")
    page.click("main form button.primary")
    page.wait_for_selector(".imp")
    page.click("details.leftlines > summary")


def try_too_often(page: Page) -> None:
    page.context.clear_cookies()
    page.goto(page.url + "accounts/login/")
    while page.locator("input[name=login]").count():
        page.fill("input[name=login]", "nobody@fyr.example")
        page.fill("input[name=password]", "not-this-one")
        with page.expect_navigation():
            page.click("form.form button.primary")


@dataclass(frozen=True)
class State:
    who: str
    path: str
    steps: tuple[Callable[[Page], None], ...] = ()
    # Of an open menu alone, which lies over parts of what is under it.
    within: str = ""


STATES = {
    "today": State("cecilia", "/"),
    "the menu of the person": State("cecilia", "/", (click(".person > summary", ".person .pop"),)),
    "search with what it found": State("cecilia", "/crm/tasks/", (find_something,)),
    "all keys": State("cecilia", "/crm/tasks/", (press("?", "#keylist"),)),
    "a meeting logged over a page": State(
        "cecilia", "/crm/clients/?lead=me&stage=active", (follow(CLIENT), press("m", "dialog.panel #id_note"))
    ),
    "a meeting refused": State(
        "cecilia", "/crm/meetings/log/?subject=Samtal", (refused("form.logpanel", day="snart", note="Ord"),)
    ),
    "more actions of a client": State(
        "petra",
        "/crm/clients/?stage=active",
        (follow(CLIENT), click("details.menu > summary", "details.menu .pop")),
        within="details.menu .pop",
    ),
    "a client's tags opened": State(
        "petra", "/crm/clients/?stage=active", (follow(CLIENT), click(".facts a.edit, .facts dd a", "form"))
    ),
    "the filter of clients": State("cecilia", "/crm/clients/", (press("f", ".filterpop select"),)),
    "clients filtered": State("cecilia", "/crm/clients/?stage=active&size=micro&quiet=30"),
    "clients filtered to nothing": State("cecilia", "/crm/clients/?stage=declined&size=large&domain=food&quiet=900"),
    "people filtered to nothing": State("cecilia", "/contacts/people/?q=zzzz"),
    "a client refused": State("cecilia", "/crm/clients/open/", (refused("main form[method=post]", name=""),)),
    "a client of a long name": State("cecilia", "/crm/clients/open/", (open_a_client_with_a_long_name,)),
    "a task refused": State("cecilia", "/crm/tasks/new/", (refused("main form[method=post]", due_on="strunt"),)),
    "tasks of everyone": State("petra", "/crm/tasks/?whose=all"),
    "the portfolio with its tables": State("petra", "/projects/", (every_table_behind_a_picture,)),
    "the portfolio as of a day": State("petra", "/projects/?as_of=2026-06-30&compare=2026-03-31"),
    "more actions of a project": State(
        "petra",
        "/projects/",
        (follow(PROJECT), click("details.menu > summary", "details.menu .pop")),
        within="details.menu .pop",
    ),
    "a schedule refused": State("petra", "/reports/new/", (refused("main form[method=post]", name=""),)),
    "a schedule": State("petra", "/reports/", (follow("tbody th a"),)),
    "an old file with lines that are left": State("petra", "/crm/imports/new/", (check_an_old_file,)),
    "a page that is not there": State("cecilia", "/nowhere/"),
    "a page that is not allowed": State("cecilia", "/users/"),
    "too many attempts": State("rut", "/", (try_too_often,)),
}


@pytest.mark.parametrize("name", STATES)
def test_a_state_passes_axe_and_needs_no_sideways_scroll(product, opened, name):
    state = STATES[name]
    page = opened(state.who)
    page.goto(product.address + state.path)
    for step in state.steps:
        step(page)
    check_state(page, name, state.within)
