"""The PDF: one page that says it all, and everything in full after it."""

import re
from datetime import UTC, date, datetime
from io import BytesIO

import pypdf
import pytest

from projects.models import PhaseMove
from projects.states import rebuild
from reports.models import Run
from tests.reports.conftest import FIRST, reported, scheduled
from tests.world import project_named
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
DECISION = {"text": "Inför på fyra vårdcentraler?", "recommendation": "Ja", "by_on": "2026-12-19"}


def changed(count, world):
    """So many projects that went from on track to watch in November, each asking for a decision."""
    made = [project_named(f"Sepsislarm {number:02}", lead=world.lead) for number in range(count)]
    for project in made:
        PhaseMove.objects.create(project=project, phase="needs", on=project.starts_on)
        reported(project, date(2026, 10, 13), "on_track")
        reported(
            project,
            date(2026, 11, 13),
            "watch",
            comments={"overall": "Kliniken saknar tid."},
            decisions=[DECISION],
        )
    rebuild(made, at=datetime(2026, 11, 20, tzinfo=UTC))


def pages(world, **fields):
    """The text of the PDF's pages, as the lead gets it."""
    scheduled(world, to=([world.lead], []), formats=["pdf"], **fields)
    carry_out_all(FIRST)
    content = Run.objects.get().renderings.get().content
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(bytes(content))).pages]


def test_the_first_page_begins_each_list_and_says_where_it_goes_on(portfolio, mailbox):
    changed(20, portfolio)
    first, *others = pages(portfolio, language="en")
    assert first.count("Kliniken saknar tid.") == first.count("Inför på fyra vårdcentraler?") == 7
    assert (first.count("and 15 more, page "), first.count("and 13 more, page ")) == (1, 1)
    for count, heading in ((15, "All that has changed since 31 Oct 2026 22"), (13, "All decisions needed 20")):
        number = int(re.search(rf"and {count} more, page (\d+)", first)[1])
        assert heading in others[number - 2]
    rest = " ".join(others)
    assert [rest.count(f"Sepsislarm {number:02}") for number in range(20)] == [3] * 20
    assert rest.count("Inför på fyra vårdcentraler? Recommendation: Ja") == 20


def test_a_small_portfolio_is_one_page(portfolio, mailbox):
    (only,) = pages(portfolio)
    assert only.count("Sårvård på distans") == 2
    assert "Kliniken saknar tid." in only
    assert "31 okt 2026" in only
    assert "Låst 1 dec 2026 07:00" in only


def test_a_portfolio_in_which_nothing_happened_says_so(world, mailbox):
    PhaseMove.objects.create(project=world.project, phase="needs", on=world.project.starts_on)
    rebuild([world.project], at=datetime(2026, 11, 20, tzinfo=UTC))
    (only,) = pages(world, language="en")
    assert "1 project. No decision is asked for. Nothing has changed since 31 Oct 2026." in only


def test_an_empty_portfolio_is_a_report_too(world, mailbox):
    world.project.delete()
    (only,) = pages(world, language="en")
    assert "0 projects." in only
    assert "No project is running." in only


def test_a_decision_whose_day_has_passed_is_marked_late(portfolio, mailbox):
    late = DECISION | {"by_on": "2026-11-27"}
    reported(portfolio.project, date(2026, 11, 14), "watch", decisions=[late, DECISION | {"by_on": "2026-11-30"}])
    rebuild([portfolio.project], at=datetime(2026, 11, 20, tzinfo=UTC))
    (only,) = pages(portfolio, language="en")
    assert only.count("late") == 1
    assert "27 Nov 2026 3 days late" in only
    mail = mailbox.messages[0]
    texts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    assert [text.count("3 days late") for text in texts] == [1, 1]
