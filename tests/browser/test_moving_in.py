"""A new advisor moves in with the five old files: the whole product runs, and its worker takes them in."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import check_page

LEGACY = Path(__file__).resolve().parents[1] / "data" / "legacy"
# Rows that are taken in of each file, in the order in which one needs the other.
FILES = {"klienter.csv": 200, "partner.csv": 1, "moten.xlsx": 2000, "projekt.xlsx": 800, "healthtech-nordic.xlsx": 50}


# Only those who may start a project bring projects in.
BROUGHT_BY_A_MANAGER = {"projekt.xlsx"}


@pytest.fixture
def page(opened):
    return opened("cecilia")


@pytest.fixture
def managers(opened):
    return opened("petra")


def bring(page: Page, address: str, name: str) -> None:
    """Upload a file and take its columns as Fyr has matched them."""
    page.goto(f"{address}/crm/imports/new/")
    page.set_input_files("input[type=file]", LEGACY / name)
    page.get_by_role("button", name="Se kolumnerna").click()
    if name == "projekt.xlsx":
        check_page(page, page.url)
    page.get_by_role("button", name="Kontrollera raderna").click()
    expect(page.get_by_role("link", name="Väntar på dig")).to_be_visible()


def take_in(page: Page) -> int:
    page.get_by_role("button", name=re.compile("^Importera")).click()
    done = page.get_by_text(re.compile(r"rader är intagna|rad är intagen"))
    expect(done).to_be_visible()
    return int(re.sub(r"\D", "", done.inner_text().split("rad")[0]))


def test_five_old_files_come_in_and_the_doubtful_rows_are_decided(product, page, managers):
    expect(page.locator("a.brand")).to_have_text("Fyr Innovation Sund")
    for name, at_least in FILES.items():
        hers = managers if name in BROUGHT_BY_A_MANAGER else page
        bring(hers, product.address, name)
        if name == "klienter.csv":
            mend_a_number(page)
            tell_two_apart(page)
            check_page(page, page.url)
        assert take_in(hers) >= at_least
    find_a_client_of_the_file(page, product.address)


def mend_a_number(page: Page) -> None:
    errors = page.get_by_role("link", name="Fel")
    before = errors.inner_text()
    page.get_by_role("button", name=re.compile(r"Använd 5\d{5}-\d{4}")).first.click()
    expect(page.get_by_text("Beslutat i 1 rad.")).to_be_visible()
    expect(errors).not_to_have_text(before)


def tell_two_apart(page: Page) -> None:
    page.get_by_role("link", name="Att besluta").click()
    groups = page.get_by_role("group", name="Besluta")
    count = groups.count()
    groups.first.get_by_label("Utelämna").check()
    page.get_by_role("button", name="Kontrollera igen").click()
    expect(page.get_by_text("Beslutat i 1 rad.")).to_be_visible()
    expect(groups).to_have_count(count - 1)


def find_a_client_of_the_file(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/")
    page.keyboard.press("/")
    page.keyboard.type("sakerguide")
    expect(page.get_by_text("Säkerguide Systems AB").last).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Säkerguide Systems AB", level=1)).to_be_visible()
    kinds = re.compile("^(Besök|Teams|Telefon|Video|På plats|E-post)")
    expect(page.get_by_role("link", name=kinds).first).to_be_visible()
