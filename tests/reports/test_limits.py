"""Work that takes long keeps its lease, work that hangs loses it, and a PDF that cannot be set harms nobody else."""

import threading
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from reports import leases, rendering, running, telling, typesetting
from reports.models import Delivery, Run
from tests.reports.conftest import FIRST, scheduled
from tests.reports.killing import until

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

    def slow(*arguments):
        end = Run.objects.get(pk=run.pk).claimed_until
        until(lambda: Run.objects.filter(pk=run.pk).annotate(moment=Now()).get().moment > end)
        got.append(leases.claim(Run.objects.all(), run.pk))
        return files(*arguments)

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
def test_a_pdf_that_cannot_be_set_fails_its_run_alone_and_says_why(
    run, mailbox, template, client, monkeypatch, source, seconds, megabytes, trouble
):
    template.write_text(source)
    monkeypatch.setattr(typesetting, "SECONDS", seconds)
    monkeypatch.setattr(typesetting, "MEGABYTES", megabytes)
    for _ in range(3):
        running.carry_out(run.pk, FIRST)
    run.refresh_from_db()
    assert (run.state, run.attempts, run.trouble) == ("failed", 3, trouble)
    client.force_login(run.schedule.owner)
    assert str(run.get_trouble_display()) in client.get(f"/reports/runs/{run.pk}/").content.decode()
    for notice in list(telling.waiting(FIRST)):
        telling.deliver(notice.pk, FIRST)
    assert [mail["To"] for mail in mailbox.messages] == [run.schedule.owner.email]
    assert Delivery.objects.count() == 0
