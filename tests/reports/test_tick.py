"""The tick at the month's first morning: one mail to each recipient, from frozen data, each with what she may see."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import openpyxl
import pypdf
import pytest
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder

from journal.models import Entry
from projects.as_of import portfolio as portfolio_of
from projects.models import Light
from reports import planning
from reports.models import Delivery, Run, Schedule
from tests.reports.conftest import FIRST, OUTSIDE, reported, reports_in, scheduled
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)


def text_of(mail):
    return mail.get_body(("plain",)).get_content() + mail.get_body(("html",)).get_content()


def files_of(mail):
    return {part.get_filename().rpartition(".")[2]: part.get_content() for part in mail.iter_attachments()}


def test_each_recipient_gets_one_mail_with_what_she_may_see(schedule, mailbox):
    assert carry_out_all(FIRST) == (1, 3)
    assert carry_out_all(FIRST) == (0, 0)
    assert [(d.state, d.reply) for d in Delivery.objects.all()] == [("accepted", "250 Kept")] * 3
    run = Run.objects.get()
    assert (run.period, run.as_of, run.compare_to, run.state) == (
        "2026-11",
        date(2026, 11, 30),
        date(2026, 10, 31),
        "done",
    )
    mails = {mail["To"]: mail for mail in mailbox.messages}
    assert set(mails) == {"disa@fyr.example", "lo@fyr.example", OUTSIDE}
    assert [to for _, to in mailbox.envelopes] == [[name] for name in mails]
    assert "Hemligt spår" in text_of(mails["lo@fyr.example"])
    assert "Hemligt spår" not in text_of(mails[OUTSIDE])
    assert "Enligt plan → bevakas." in text_of(mails[OUTSIDE])
    hidden = b"".join(files_of(mails[OUTSIDE]).values())
    assert "Hemligt spår" not in "".join(page.extract_text() for page in _pdf(mails[OUTSIDE]).pages)
    assert b"Hemligt" not in hidden
    assert Entry.objects.get(verb="report.sent").facts == {"period": "2026-11", "mails": 3}


def _pdf(mail):
    return pypdf.PdfReader(BytesIO(files_of(mail)["pdf"]))


def _summary(mail):
    book = openpyxl.load_workbook(BytesIO(files_of(mail)["xlsx"]))
    return [row[1].value for row in book.worksheets[0].iter_rows(min_row=3) if row[0].value], book


def test_pdf_workbook_and_mail_agree_with_the_page_to_the_last_figure(schedule, mailbox, portfolio, client):
    carry_out_all(FIRST)
    for user in (portfolio.manager, portfolio.lead):
        rows = portfolio_of(user, date(2026, 11, 30))
        mail = next(mail for mail in mailbox.messages if mail["To"] == user.email)
        figures, book = _summary(mail)
        watch = sum(row.shown == Light.WATCH for row in rows)
        expected = [
            *(datetime(2026, 11, 30), datetime(2026, 10, 31)),
            *(len(rows), len(rows) - watch, watch, 0, 0),
            *(sum(getattr(row, name) for row in rows) for name in ("plan_sek", "forecast_sek", "actual_sek")),
        ]
        assert figures[: len(expected)] == expected
        sheet = book.worksheets[2]
        assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {row.code for row in rows}
        assert sheet.freeze_panes == "B2"
        text = "".join(page.extract_text() for page in _pdf(mail).pages)
        assert all(row.title in text for row in rows)
        millions = f"{sum(row.plan_sek for row in rows) / 1_000_000:.1f}".replace(".", ",")
        assert millions in text
        assert millions in text_of(mail)
        client.force_login(user)
        assert millions in client.get(f"/reports/runs/{Run.objects.get().pk}/view/").content.decode()


def test_the_pdf_is_tagged_and_says_its_language_and_title(schedule, mailbox):
    carry_out_all(FIRST)
    pdf = _pdf(mailbox.messages[0])
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert root["/StructTreeRoot"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert "november 2026" in pdf.metadata.title
    fonts = {str(font["/BaseFont"]) for page in pdf.pages for font in page["/Resources"]["/Font"].values()}
    assert {name.partition("+")[2] for name in fonts} >= {"HankenGrotesk-Regular", "HankenGrotesk-SemiBold"}


def test_the_data_are_frozen_before_anything_is_made_from_them(schedule, mailbox, portfolio):
    carry_out_all(FIRST)
    run = Run.objects.get()
    text = json.dumps(run.data, cls=DjangoJSONEncoder, sort_keys=True)
    assert hashlib.sha256(text.encode()).hexdigest() == run.data_sha256
    before = contents(run)
    # Three readers of different sight, a PDF and a workbook each.
    assert len(before) == 6
    reported(portfolio.project, date(2026, 11, 20), "off_track")
    run.renderings.all().delete()
    Delivery.objects.update(state="planned", next_try_at=FIRST, claimed_until=None)
    Run.objects.update(state="delivering")
    carry_out_all(FIRST)
    assert contents(run) == before


def contents(run):
    """Each reader's files; in which order they are made nobody promises."""
    return {(one.sight, one.language, one.format): bytes(one.content) for one in run.renderings.all()}


def test_ten_ticks_make_one_run_and_a_later_one_makes_the_next(schedule, mailbox):
    runs = [run.pk for _ in range(10) for run in planning.plan_due(FIRST)]
    assert len(runs) == 1
    assert planning.plan_due(FIRST + timedelta(days=30)) == []
    assert [run.period for run in planning.plan_due(datetime(2027, 1, 1, 6, tzinfo=UTC))] == ["2026-12"]


def test_after_downtime_the_newest_missed_period_is_sent_and_the_others_are_seen(schedule, mailbox):
    carry_out_all(datetime(2027, 3, 4, tzinfo=UTC))
    runs = list(Run.objects.order_by("due_at").values_list("period", "state", "skipped_reason"))
    assert runs == [
        ("2026-11", "skipped", "downtime"),
        ("2026-12", "skipped", "downtime"),
        ("2027-01", "skipped", "downtime"),
        ("2027-02", "done", ""),
    ]
    assert len(reports_in(mailbox)) == 3


def test_the_reports_of_one_schedule_make_a_thread_with_the_headers_that_lists_have(schedule, mailbox):
    carry_out_all(FIRST)
    carry_out_all(datetime(2027, 1, 1, 6, tzinfo=UTC))
    first, second = (mail for mail in mailbox.messages if mail["To"] == OUTSIDE)
    assert second["References"] == second["In-Reply-To"] == first["Message-ID"]
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first["List-Unsubscribe"].startswith("<http")
    # As it stands in the mail: programs that follow it read no encoded words.
    assert dict(first.raw_items())["List-Unsubscribe"] == first["List-Unsubscribe"]
    assert f"schedule-{schedule.pk}" in first["List-Id"]
    assert first["Date"] == "Tue, 01 Dec 2026 07:00:00 +0100"
    assert {part.get_content_type() for part in first.walk()} >= {"text/plain", "text/html", "application/pdf"}
    assert len(first.get_body(("html",)).get_content()) < 100_000


def test_a_line_break_in_a_name_makes_no_header(portfolio, mailbox):
    scheduled(portfolio, name="Styr\r\nBcc: all@fyr.example", to=([portfolio.manager], []))
    carry_out_all(FIRST)
    assert [mail["Bcc"] for mail in mailbox.messages] == [None]
    assert len(mailbox.messages[0].get_all("Subject")) == 1


def test_an_unchanged_portfolio_is_not_reported_when_so_wished(portfolio, mailbox):
    scheduled(portfolio, skips_unchanged=True)
    carry_out_all(FIRST)
    carry_out_all(datetime(2027, 1, 1, 6, tzinfo=UTC))
    states = list(Run.objects.order_by("due_at").values_list("state", "skipped_reason"))
    assert states == [("done", ""), ("skipped", "unchanged")]
    assert len(mailbox.messages) == 3


def test_a_file_that_is_too_large_becomes_a_link(schedule, mailbox, monkeypatch):
    monkeypatch.setattr("reports.mail.MAX_ATTACHED", 20_000)
    carry_out_all(FIRST)
    for mail in mailbox.messages:
        assert set(files_of(mail)) == {"xlsx"}
        assert "/reports/" in text_of(mail)


def test_text_in_titles_stays_text_in_the_workbook(portfolio, mailbox):
    portfolio.project.title = '=HYPERLINK("http://x.example","x")'
    portfolio.project.save()
    scheduled(portfolio)
    carry_out_all(FIRST)
    _, book = _summary(mailbox.messages[0])
    cell = book.worksheets[2]["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (portfolio.project.title, "s", None)


def tick(*options):
    said = StringIO()
    call_command("tick", *options, stdout=said)
    return said.getvalue()


def test_the_command_says_what_it_did_and_does_it_once(schedule, mailbox):
    at = ("--at", "2026-12-01T07:00+01:00", "--really")
    assert tick(*at) == "1 runs carried out, 3 deliveries tried.\n"
    assert tick(*at) == "0 runs carried out, 0 deliveries tried.\n"


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Schedule, Run, Delivery, Entry)]


def test_the_command_only_shows_another_instant_unless_told_to_do_it_really(schedule, mailbox):
    before = everything()
    assert tick("--at", "2027-01-15T07:00+01:00") == (
        "2026-12-01 07:00 Europe/Stockholm Styrgruppen, 2026-11: skipped, the system was down.\n"
        "2027-01-01 07:00 Europe/Stockholm Styrgruppen, 2026-12: to 3 recipients.\n"
        "Nothing has been changed or sent; add --really to do it.\n"
    )
    assert tick("--at", "2026-11-20T07:00") == "Nothing has been changed or sent; add --really to do it.\n"
    assert (everything(), mailbox.messages) == (before, [])
