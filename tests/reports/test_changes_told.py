"""The changes of a report: in a unit that shows them, exactly in the workbook; mere new reports in one quiet line."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pypdf
import pytest

from projects import words
from projects.differences import Part
from projects.models import BudgetLine
from projects.states import rebuild
from reports.models import Run
from tests.reports.conftest import FIRST, reported, scheduled
from tests.reports.test_paper import DECISION
from tests.world import project_named
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (40_000, 51_000, "40 000 → 51 000"),
        (142_000, 157_000, "142 000 → 157 000"),
        (450_000, 620_000, "0.45 → 0.62 m"),
        (1_000_000, 4_250_000, "1.0 → 4.3 m"),
        (2_350_000, 2_349_999, "2 350 000 → 2 349 999"),
    ],
)
def test_amounts_are_told_in_a_unit_that_shows_how_they_changed(before, after, told):
    part = Part("actual", Decimal(before), Decimal(after))
    assert words.sentence(part).replace("\xa0", " ") == f"Spent SEK {told}."


def sent(portfolio, mailbox):
    """The mail in English, its PDF's first page and its workbook: one light moved, one report only repeats."""
    still = project_named("Tyst larm", lead=portfolio.lead)
    for month in (10, 11):
        reported(still, date(2026, month, 20), "watch", decisions=[DECISION])
    amounts = {"plan_sek": 1_000_000, "forecast_sek": 1_100_000, "actual_sek": 451_000}
    BudgetLine.objects.create(project=portfolio.project, on=date(2026, 11, 9), **amounts)
    rebuild([portfolio.project, still], at=datetime(2026, 11, 21, tzinfo=UTC))
    scheduled(portfolio, to=([portfolio.manager], []), language="en")
    carry_out_all(FIRST)
    (mail,) = mailbox.messages
    files = {part.get_filename().rpartition(".")[2]: part.get_content() for part in mail.iter_attachments()}
    first = " ".join(pypdf.PdfReader(BytesIO(files["pdf"])).pages[0].extract_text().split())
    return mail, first, openpyxl.load_workbook(BytesIO(files["xlsx"]))


def test_a_new_report_in_which_nothing_moved_is_one_quiet_line(portfolio, mailbox, client):
    mail, paper, book = sent(portfolio, mailbox)
    line = "1 project has a new report in which nothing moved."
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert (text.count(line), page.count(line), paper.count(line)) == (2, 3, 2)
    assert text.count("Tyst larm") == 1
    figures = {row[0].value: row[1].value for row in book["Summary"].iter_rows(min_row=3)}
    assert (figures["Changed, of the projects"], figures["New report, nothing moved"]) == (1, 1)
    client.force_login(portfolio.manager)
    board = client.get("/projects/?as_of=2026-11-30&compare=2026-10-31").content.decode()
    assert board.count(line) == 1 and board.count("New report 20 Nov") == 0
    assert [len(change["parts"]) for change in Run.objects.get().data["changes"]][-1] == 1


def test_a_new_report_is_named_beside_the_light_that_it_moved(portfolio, mailbox):
    mail, paper, _book = sent(portfolio, mailbox)
    assert "New report 13 Nov 2026. Kliniken saknar tid." in paper.replace("\xa0", " ")
    assert "New report 13" in mail.get_body(("html",)).get_content().replace("\xa0", " ")


def test_the_workbook_has_each_part_exactly_and_the_decisions(portfolio, mailbox):
    _mail, _paper, book = sent(portfolio, mailbox)
    rows = [[cell.value for cell in row] for row in book["Changes"].iter_rows(min_row=2)]
    assert [row[1:2] + row[3:] for row in rows] == [
        ["Sårvård på distans", "On track", "Watch", datetime(2026, 11, 13)],
        ["Sårvård på distans", 400_000, 451_000, datetime(2026, 11, 9)],
        ["Sårvård på distans", datetime(2026, 10, 13), datetime(2026, 11, 13), datetime(2026, 11, 13)],
        ["Tyst larm", datetime(2026, 10, 20), datetime(2026, 11, 20), datetime(2026, 11, 20)],
    ]
    (decision,) = [[cell.value for cell in row] for row in book["Decisions needed"].iter_rows(min_row=2)]
    assert decision[1:] == ["Tyst larm", "G0", DECISION["text"], "Ja", datetime(2026, 12, 19)]
