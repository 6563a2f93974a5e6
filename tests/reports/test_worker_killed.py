"""A worker in a process of its own is killed at work: another finishes what it left, and nobody gets a second mail."""

from datetime import timedelta

import psycopg
import pytest

from reports import planning, running
from reports.models import Delivery, Run
from tests.product import until
from tests.reports.conftest import FIRST, expire_leases, reports_in, scheduled, states
from tests.reports.killing import address, kill, worker  # noqa: F401 - a fixture
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)


def test_killed_while_rendering_another_finishes_from_the_same_data(schedule, mailbox, worker):  # noqa: F811
    with psycopg.connect(address()) as holder:
        # The worker freezes the data and then waits here, in the middle of its report.
        holder.execute("LOCK TABLE reports_rendering IN ACCESS EXCLUSIVE MODE")
        process = worker()
        until(lambda: Run.objects.filter(state="frozen").exists())
        kill(process)
        holder.rollback()
    run = Run.objects.get()
    assert (run.state, Delivery.objects.count(), mailbox.messages) == ("frozen", 0, [])
    assert carry_out_all(FIRST) == (0, 0), "its lease holds until it ends"
    expire_leases()
    assert carry_out_all(FIRST + timedelta(minutes=6)) == (1, 3)
    assert carry_out_all(FIRST + timedelta(minutes=7)) == (0, 0)
    again = Run.objects.get()
    assert (again.state, again.attempts) == ("done", 2)
    assert (again.data_sha256, again.frozen_at) == (run.data_sha256, run.frozen_at)
    assert sorted(mail["To"] for mail in mailbox.messages) == [
        "disa@fyr.example",
        "extern@region.example",
        "lo@fyr.example",
    ]


def test_killed_before_the_mail_was_handed_over_another_sends_it(portfolio, mailbox, worker):  # noqa: F811
    scheduled(portfolio, to=([portfolio.manager], []), formats=[])
    mailbox.fall_silent(at="recipient")
    process = worker()
    until(lambda: mailbox.asked == 1)
    kill(process)
    mailbox.accept()
    assert (states(), mailbox.messages) == (["claimed"], [])
    carry_out_all(FIRST + timedelta(minutes=1))
    assert mailbox.messages == [], "its lease holds until it ends"
    expire_leases()
    carry_out_all(FIRST + timedelta(minutes=6))
    assert (states(), len(mailbox.messages)) == (["accepted"], 1)


def test_killed_while_the_mail_was_handed_over_nobody_sends_it_again_by_itself(portfolio, mailbox, worker):  # noqa: F811
    scheduled(portfolio, to=([portfolio.manager], []), formats=[])
    mailbox.fall_silent()
    process = worker()
    until(lambda: len(mailbox.messages) == 1)
    kill(process)
    mailbox.accept()
    assert states() == ["sending"]
    expire_leases()
    for minutes in (6, 60, 6000):
        carry_out_all(FIRST + timedelta(minutes=minutes))
    delivery = Delivery.objects.get()
    assert (delivery.state, len(reports_in(mailbox))) == ("unknown", 1)
    assert delivery.reason == "stopped"
    assert Run.objects.get().state == "undelivered"


def killed_before_it_closes(run, worker):  # noqa: F811
    """A worker that has sent the last mail, and is killed while it waits to close the run."""
    with psycopg.connect(address()) as holder:
        holder.execute("SELECT 1 FROM reports_run WHERE id = %s FOR NO KEY UPDATE", [run.pk])
        process = worker()
        until(lambda: run.deliveries.filter(state="accepted").exists())
        kill(process)
        holder.rollback()


def test_killed_between_the_last_mail_and_its_closing_the_sweep_closes_the_run(portfolio, mailbox, worker):  # noqa: F811
    scheduled(portfolio, to=([portfolio.manager], []), formats=[])
    [run] = planning.plan_due(FIRST)
    running.carry_out(run.pk, FIRST)
    killed_before_it_closes(run, worker)
    run.refresh_from_db()
    assert (run.state, states()) == ("delivering", ["accepted"])
    carry_out_all(FIRST + timedelta(minutes=1))
    run.refresh_from_db()
    assert (run.state, len(mailbox.messages)) == ("done", 1)


def test_two_workers_at_once_make_one_report(portfolio, mailbox, worker):  # noqa: F811
    scheduled(portfolio, formats=[])
    planning.plan_due(FIRST)
    first, second = worker(), worker()
    assert (first.wait(60), second.wait(60)) == (0, 0)
    expire_leases()
    carry_out_all(FIRST)
    assert Run.objects.count() == 1
    assert (states(), len(mailbox.messages)) == (["accepted"] * 3, 3)
