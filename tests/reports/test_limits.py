"""Work that takes long keeps its lease, work that hangs loses it, and a PDF that cannot be set harms nobody else."""

import threading
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from journal import leases
from reports import rendering, running, typesetting
from reports.models import Run
from tests.product import until
from tests.reports.conftest import FIRST, scheduled
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(portfolio, mailbox):
    schedule = scheduled(portfolio, to=([portfolio.manager], []), formats=["pdf"])
    return Run.objects.create(
        schedule=schedule,
        period="2026-11",
        promised_on="2026-12-01",
        due_at=FIRST,
        as_of="2026-11-30",
        compare_to="2026-10-31",
    )


def past_its_lease(run, monkeypatch):
    """Rendering that goes on until the first lease has ended; what another worker then got."""
    got, files = [], rendering.files
    monkeypatch.setattr(leases, "LEASE", timedelta(milliseconds=600))

    def slow(*arguments, **options):
        end = Run.objects.get(pk=run.pk).claimed_until
        until(lambda: Run.objects.filter(pk=run.pk).annotate(moment=Now()).get().moment > end)
        got.append(leases.claim(Run.objects.all(), run.pk))
        return files(*arguments, **options)

    monkeypatch.setattr(rendering, "files", slow)
    running.carry_out(run.pk, FIRST)
    run.refresh_from_db()
    return got


def test_a_render_longer_than_the_lease_is_not_taken_by_another(run, monkeypatch):
    monkeypatch.setattr(leases, "PULSE", timedelta(milliseconds=50))
    assert past_its_lease(run, monkeypatch) == [None]
    assert (run.state, run.attempts, run.claimed_until, run.claimed_by) == ("delivering", 1, None, "")


def test_without_the_pulse_it_is(run, monkeypatch):
    """The twin of the test above."""
    assert past_its_lease(run, monkeypatch)[0].attempts == 2
    assert run.state == "frozen"


def test_work_that_hangs_loses_its_lease_in_the_end(run, monkeypatch):
    monkeypatch.setattr(leases, "PULSE", timedelta(milliseconds=20))
    monkeypatch.setattr(leases, "LEASE", timedelta(milliseconds=200))
    monkeypatch.setattr(leases, "LONGEST", timedelta(milliseconds=300))
    held = leases.claim(Run.objects.all(), run.pk)
    with leases.kept(held):
        until(lambda: leases.claim(Run.objects.all(), run.pk))
    assert Run.objects.get().fence == 2


def test_the_pulse_ends_with_the_work(run, monkeypatch):
    monkeypatch.setattr(leases, "PULSE", timedelta(milliseconds=10))
    before = threading.active_count()
    with leases.kept(leases.claim(Run.objects.all(), run.pk)):
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


REAL = typesetting.FOLDER
WORKBOOK = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDLESS = '#set document(title: "x")\n#for a in range(100000) { for b in range(100000) { let c = calc.sqrt(a + b) } }'
HUGE = '#set document(title: "x")\n#let a = range(30000000)\n#a.map(n => (n, n, n, str(n))).len()'


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A report's template that is not what it should be."""
    (tmp_path / "fonts").mkdir()
    monkeypatch.setattr(typesetting, "FOLDER", tmp_path)
    return tmp_path / "portfolio_status.typ"


@pytest.mark.parametrize(
    ("source", "seconds", "megabytes", "trouble"),
    [(ENDLESS, 2, 2048, "slow"), (HUGE, 60, 512, "large"), ("#nothing-such", 60, 2048, "wrong")],
)
def test_a_report_goes_without_a_pdf_that_cannot_be_set_and_its_owner_is_told_why(
    run, mailbox, template, client, monkeypatch, source, seconds, megabytes, trouble
):
    template.write_text(source)
    monkeypatch.setattr(typesetting, "SECONDS", seconds)
    monkeypatch.setattr(typesetting, "MEGABYTES", megabytes)
    run.schedule.formats = ["pdf", "xlsx"]
    run.schedule.save()
    for _ in range(3):
        running.carry_out(run.pk, FIRST)
    run.refresh_from_db()
    assert (run.state, run.attempts, run.trouble) == ("delivering", 3, trouble)
    carry_out_all(FIRST)
    mails = {bool(mail["List-Id"]): mail for mail in mailbox.messages}
    assert [mail["To"] for mail in mailbox.messages] == [run.schedule.owner.email] * 2
    assert [part.get_content_subtype() for part in mails[True].iter_attachments()] == [WORKBOOK]
    assert all("gick inte att göra som PDF den här gången" in said for said in texts(mails[True]))
    assert "went without one of its files" in mails[False]["Subject"]
    client.force_login(run.schedule.owner)
    page = client.get(f"/reports/runs/{run.pk}/").content.decode()
    assert page.count(str(run.get_trouble_display())) == 2 and str(run.get_trouble_display()) in str(mails[False])
    answer = client.get(f"/reports/runs/{run.pk}/file/pdf/", follow=True)
    assert str(run.get_trouble_display()) in answer.content.decode()
    monkeypatch.undo()
    assert client.get(f"/reports/runs/{run.pk}/file/pdf/").content.startswith(b"%PDF")
    assert set(run.renderings.values_list("format", "trouble")) == {("pdf", ""), ("xlsx", "")}


def test_a_report_goes_without_a_workbook_that_cannot_be_made(run, mailbox, monkeypatch):
    def broken(*_arguments):
        raise ValueError("no such sheet")

    monkeypatch.setitem(rendering.MAKERS, "xlsx", broken)
    run.schedule.formats = ["pdf", "xlsx"]
    run.schedule.save()
    for _ in range(3):
        running.carry_out(run.pk, FIRST)
    carry_out_all(FIRST)
    run.refresh_from_db()
    assert (run.state, run.trouble) == ("done", "workbook")
    (report,) = [mail for mail in mailbox.messages if mail["List-Id"]]
    assert [part.get_content_subtype() for part in report.iter_attachments()] == ["pdf"]


def test_a_file_that_is_missed_first_when_the_mail_is_written_keeps_no_mail(run, mailbox, template, monkeypatch):
    """What the reader may see has changed since the files were made, so hers is made anew."""
    good = typesetting.FOLDER
    monkeypatch.setattr(typesetting, "FOLDER", REAL)
    running.carry_out(run.pk, FIRST)
    run.renderings.all().delete()
    monkeypatch.setattr(typesetting, "FOLDER", good)
    template.write_text("#nothing-such")
    for minutes in (0, 1, 6):
        carry_out_all(FIRST + timedelta(minutes=minutes))
    assert [mail["List-Id"] is None for mail in mailbox.messages] == [False, True]
    run.refresh_from_db()
    assert (run.state, run.trouble) == ("done", "wrong")


def texts(mail):
    return [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
