"""What becomes known after a report was sent is told in the next one, with the day from which it holds."""

from datetime import UTC, date, datetime, timedelta

import pytest

from projects.models import StatusReport
from projects.states import rebuild
from reports.models import Run
from tests.reports.conftest import FIRST, scheduled
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
NEXT = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)


def corrected(project):
    """The November report, corrected in December to what was so on its own day."""
    wrong = project.status_reports.get(on=date(2026, 11, 13))
    at = FIRST + timedelta(days=10)
    comments = {"overall": "Kliniken har sagt nej."}
    StatusReport.objects.create(
        project=project, on=wrong.on, posted_at=at, overall="off_track", corrects=wrong, comments=comments
    )
    rebuild([project], at=at)


def both(portfolio, **fields):
    """The runs of November and of December."""
    scheduled(portfolio, to=([portfolio.manager], []), formats=["xlsx"], language="en", **fields)
    carry_out_all(FIRST)
    corrected(portfolio.project)
    carry_out_all(NEXT)
    return Run.objects.order_by("due_at")


def test_a_correction_of_what_was_sent_is_told_in_the_next_report(portfolio, mailbox):
    first, second = both(portfolio)
    counts = [[row["overall"] for row in run.data["now"]] for run in (first, second)]
    assert counts == [["watch", "watch"], ["watch", "off_track"]]
    assert [row["overall"] for row in second.data["then"]] == ["watch", "watch"]
    (change,) = second.data["changes"]
    assert (change["title"], change["on"]) == ("Sårvård på distans", "2026-11-13")
    said = mailbox.messages[1].get_body(("plain",)).get_content().replace("\xa0", " ")
    assert "Watch → off track." in said and "Dated 13 Nov 2026, entered since then." in said


def test_it_is_a_change_that_lets_no_report_be_skipped(portfolio, mailbox):
    first, second = both(portfolio, skips_unchanged=True)
    assert (first.state, second.state) == ("done", "done")


def test_a_failed_report_has_told_nobody(portfolio, mailbox):
    scheduled(portfolio, to=([portfolio.manager], []), formats=[], language="en")
    carry_out_all(FIRST)
    Run.objects.update(state="failed")
    corrected(portfolio.project)
    carry_out_all(NEXT)
    assert Run.objects.latest("due_at").data["changes"] == []
