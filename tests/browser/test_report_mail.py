"""The month's first morning: one mail to each, read in the catcher; its PDF and workbook agree with the page."""

import io
import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pypdf
from playwright.sync_api import Page, expect

from tests.browser.page import check_page
from tests.product import Product, manage

TO = {"petra", "love", "rut", "cecilia"}


def month_end() -> date:
    return (date.today().replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def tick(product: Product) -> str:
    morning = f"{month_end() + timedelta(days=1)}T07:00+01:00"
    return manage("tick", "--at", morning, "--really", "--var", str(product.var)).stdout


def fetch(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile(re.escape(name))).first.evaluate(
            "link => { link.download = '' ; link.click() }"
        )
    return waiting.value.path().read_bytes()


def rows_of(page: Page) -> dict[str, list[str]]:
    """Project → light and forecast of budget, as the board has them."""
    found = {}
    for row in page.locator("table.matrix tbody tr:has(th[scope=row] a)").all():
        cells = row.locator("td").all_inner_texts()
        found[row.locator("th a").inner_text()] = [cells[1], cells[-2]]
    return found


def test_one_mail_to_each_and_all_figures_agree(product, opened):
    assert "1 runs carried out, 5 deliveries tried." in tick(product)
    assert "0 runs carried out, 0 deliveries tried." in tick(product)
    page = opened("jonas")
    page.goto(f"{product.address}/mailbox/")
    got = [text for text in page.locator("main").inner_text().split() if text.endswith(".example")]
    assert sorted(got) == sorted([*(f"{name}@innovationsund.example" for name in TO), "styrgruppen@regionsund.example"])

    page = opened("petra")
    page.goto(f"{product.address}/mailbox/")
    page.get_by_role("link", name=re.compile("Portföljrapport")).click()
    mail = page.frame_locator("iframe.caught").locator("body").inner_text()
    book = openpyxl.load_workbook(io.BytesIO(fetch(page, ".xlsx")))
    paper = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(fetch(page, ".pdf"))).pages)
    check_page(page, page.url)

    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{product.address}/projects/")
    board = rows_of(page)
    heads = [cell.value for cell in book.worksheets[2][1]]
    sheet = [dict(zip(heads, row, strict=True)) for row in book.worksheets[2].iter_rows(min_row=2, values_only=True)]
    assert {row["Projekt"] for row in sheet} == set(board)
    for row in sheet:
        light, money = board[row["Projekt"]]
        assert light.startswith(row["Helhet"]) or is_stale_by_then(row), row
        assert money.split() == [millions(row["Prognos, kr"]), "av", millions(row["Budget, kr"])]
        assert " ".join(row["Projekt"].split()) in " ".join(paper.split())
    for name in ("Budget, kr", "Prognos, kr", "Utfall, kr"):
        total = millions(sum(row[name] for row in sheet))
        assert total in mail
        assert total in paper
    for told in (mail, paper):
        assert f"{len(sheet)} projekt" in told


def is_stale_by_then(row) -> bool:
    """A light that is shown today and will be too old at the month's end, of which the report tells."""
    return row["Helhet"] == "Inte rapporterat" and (month_end() - row["Rapporterat"].date()).days > 45


def millions(amount: float) -> str:
    """Halves are rounded up, as on the page."""
    return str((Decimal(str(amount)) / 1_000_000).quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", ",")


def test_the_run_is_told_and_the_view_in_the_browser_is_the_whole_report(product, opened):
    page = opened("petra")
    page.goto(f"{product.address}/mailbox/")
    page.get_by_role("link", name=re.compile("Portföljrapport")).click()
    page.frame_locator("iframe.caught").get_by_role("link", name="Läs i webbläsaren").click()
    expect(page.get_by_role("heading", name=re.compile("Portföljrapport"))).to_be_visible()
    check_page(page, page.url)
    for path in ("/reports/", "/reports/1/", "/reports/1/edit/", "/reports/new/", "/reports/runs/1/"):
        check_page(page, f"{product.address}{path}")
