"""The tick at the month's first morning: one mail to each recipient, from frozen data, each with what she may see."""

from datetime import UTC, date, datetime, time
from io import BytesIO

import openpyxl
import pypdf
import pytest

from projects.models import BudgetLine, PhaseMove, StatusReport
from projects.states import rebuild
from reports.models import Delivery, Run, Schedule
from tests.world import project_named
from worker.tasks import carry_out_all

FIRST = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)


def reported(project, on, overall, **fields):
    StatusReport.objects.create(
        project=project, on=on, posted_at=datetime.combine(on, time(9), UTC), overall=overall, **fields
    )


@pytest.fixture
def portfolio(world):
    secret = project_named("Hemligt spår", lead=world.lead, confidentiality="named")
    for project in (world.project, secret):
        PhaseMove.objects.create(project=project, phase="needs", on=project.starts_on)
        BudgetLine.objects.create(
            project=project, on=project.starts_on, plan_sek=1_000_000, forecast_sek=1_100_000, actual_sek=400_000
        )
        reported(project, date(2026, 10, 13), "on_track")
        reported(project, date(2026, 11, 13), "watch", comments={"overall": "Kliniken saknar tid."})
    rebuild([world.project, secret], at=datetime(2026, 11, 20, tzinfo=UTC))
    return world


@pytest.fixture
def schedule(portfolio):
    schedule = Schedule(
        name="Styrgruppen",
        kind="portfolio_status",
        owner=portfolio.manager,
        rhythm="monthly",
        day=1,
        at_time=time(7),
        language="sv",
        formats=["pdf", "xlsx"],
    )
    recipients = ([portfolio.manager, portfolio.lead], ["extern@region.example"])
    return schedule.keep(by=portfolio.manager, at=datetime(2026, 11, 17, tzinfo=UTC), recipients=recipients)


@pytest.mark.django_db(transaction=True)
def test_each_recipient_gets_one_mail_with_what_she_may_see(schedule, mailbox):
    assert carry_out_all(FIRST) == (1, 3)
    assert carry_out_all(FIRST) == (0, 0)
    assert [(d.state, d.reply) for d in Delivery.objects.all()] == [("accepted", "250 Kept")] * 3
    run = Run.objects.get()
    assert (run.period, run.as_of, run.state) == ("2026-11", date(2026, 11, 30), "done")
    mails = {m["To"]: m for m in map(parse, mailbox.messages)}
    assert set(mails) == {"disa@fyr.example", "lo@fyr.example", "extern@region.example"}
    assert "Hemligt spår" in text_of(mails["lo@fyr.example"])
    assert "Hemligt spår" not in text_of(mails["extern@region.example"])
    assert "Enligt plan → bevakas." in text_of(mails["extern@region.example"])


@pytest.mark.django_db(transaction=True)
def test_pdf_and_workbook_agree_with_the_mail(schedule, mailbox):
    carry_out_all(FIRST)
    mail = next(m for m in map(parse, mailbox.messages) if m["To"] == "disa@fyr.example")
    files = {part.get_content_type(): part.get_content() for part in mail.iter_attachments()}
    pdf = pypdf.PdfReader(BytesIO(files["application/pdf"]))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "sv"
    assert "Sårvård på distans" in "".join(page.extract_text() for page in pdf.pages)
    book = openpyxl.load_workbook(BytesIO(next(c for t, c in files.items() if "sheet" in t)))
    projects = book.worksheets[2]
    assert [cell.value for cell in projects[2]][:2] == ["P-001", "Sårvård på distans"]
    summary = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(min_row=3)}
    assert summary["Budget, kr" if "Budget, kr" in summary else "Budget, SEK"] == 1_000_000


def parse(raw):
    return raw


def text_of(mail):
    return mail.get_body(("plain",)).get_content() + mail.get_body(("html",)).get_content()
