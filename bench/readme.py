"""`make shots ARGS="--readme"`: the README's four pictures, of a product with the demo region, into docs/pictures/.

The last sends the first schedule's report, whose mail the product itself catches.
"""

from argparse import Namespace
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.page import context, sign_in, speak

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
DOMAIN = "innovationsund.example"
NOTE = (
    "Gick igenom planen för klass C. Studien behöver omkring 300 prover; Infektionskliniken kan ge 180, en andra klinik"
    " saknas. Rådet: dela studiens budget så att etikansökan kan skickas före jul."
)


def shoot_readme(browser: Browser, options: Namespace) -> None:
    advisor, manager = (_page(browser, options, name) for name in ("cecilia", "petra"))
    today(advisor, options.address)
    log_meeting(advisor, options.address)
    portfolio(manager, options.address)
    report(manager, options.address)
    print(f"pictures in {FOLDER}")


def _page(browser: Browser, options: Namespace, name: str) -> Page:
    page = context(browser).new_page()
    sign_in(page, options.address, f"{name}@{DOMAIN}", options.password)
    speak(page, options.address, "en")
    return page


def _keep(page: Page, name: str) -> None:
    """In 256 colours, which is all a page has and a third of the bytes."""
    shot = Image.open(BytesIO(page.screenshot()))
    shot.convert("RGB").quantize(256).save(FOLDER / f"{name}.png", optimize=True)


def today(page: Page, address: str) -> None:
    page.goto(address)
    _keep(page, "today")


def log_meeting(page: Page, address: str) -> None:
    page.goto(f"{address}/crm/clients/?q={quote('Klarvik Diagnostik')}")
    page.goto(address + str(page.locator("tbody th a").first.get_attribute("href")))
    page.keyboard.press("m")
    page.wait_for_selector("dialog #id_note:focus")
    page.keyboard.type(NOTE)
    page.keyboard.press("Tab")
    page.keyboard.type("Presentera en andra klinik")
    page.wait_for_selector("dialog [data-saved]:visible")
    _keep(page, "log-meeting")
    with page.expect_navigation():
        page.click("dialog [data-discard]")


def portfolio(page: Page, address: str) -> None:
    page.goto(f"{address}/projects/?as_of=2026-06-30&compare=2026-03-31")
    _keep(page, "portfolio")


def report(page: Page, address: str) -> None:
    speak(page, address, "sv")
    page.goto(f"{address}/reports/")
    page.goto(address + str(page.locator("tbody th a").first.get_attribute("href")) + "run/")
    with page.expect_navigation():
        page.click("form.formfoot button.primary")
    mail = page.locator("tbody th a")
    page.goto(f"{address}/mailbox/")
    while not mail.count():
        page.wait_for_timeout(1000)
        page.reload()
    with page.expect_navigation():
        mail.first.click()
    page.frame_locator("iframe").locator("h1").wait_for()
    page.wait_for_load_state("networkidle")
    _keep(page, "report")
    speak(page, address, "en")
