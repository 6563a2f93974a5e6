"""What a file says beside its rows, in a browser: sheets, days that can be read in two ways, lines that are left."""

from pathlib import Path

import pytest

from imports import staging
from tests.browser.page import check_page

CASES = Path(__file__).resolve().parents[1] / "data" / "cases"


@pytest.mark.django_db(transaction=True)
def test_the_pages_of_columns_and_rows_pass_with_all_that_can_be_chosen(live_server, live_world, signed_in):
    by = live_world.advisor
    page = signed_in(by)
    books = [
        staging.receive("clients", name, (CASES / name).read_bytes(), by=by)
        for name in ("two-sheets.xlsx", "dates.csv")
    ]
    checked = staging.start("clients", "dates.csv", (CASES / "dates.csv").read_bytes(), by=by)
    hand = staging.start("clients", "excel-by-hand.xlsx", (CASES / "excel-by-hand.xlsx").read_bytes(), by=by)
    urls = [f"/crm/imports/{run.pk}/match/" for run in books] + [f"/crm/imports/{run.pk}/" for run in (checked, hand)]
    for url in urls:
        check_page(page, f"{live_server.url}{url}")
