"""Who was meant to have a report and had none: the mail follows a corrected address, and what was not sent is told."""

import re
from datetime import timedelta

import pytest

from reports import delivering
from reports.models import Clock, Delivery, Run, Schedule
from tests.reports.conftest import FIRST, OUTSIDE, reports_in, scheduled, states
from tests.reports.test_told import minutes, text
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
WRONG, RIGHT = "fel@region.example", "ratt@region.example"


def corrected(schedule, portfolio, minute):
    Schedule.objects.get(pk=schedule.pk).keep(by=portfolio.manager, at=minutes(minute), recipients=([], [RIGHT]))


def to(mailbox):
    return [mail["To"] for mail in reports_in(mailbox)]


def test_an_address_corrected_while_its_mail_waits_gets_the_report(portfolio, mailbox):
    schedule = scheduled(portfolio, to=([], [WRONG]), formats=[])
    mailbox.stop()
    try:
        carry_out_all(FIRST)
    finally:
        mailbox.start()
    corrected(schedule, portfolio, 1)
    for minute in range(2, 6):
        carry_out_all(minutes(minute))
    assert (to(mailbox), states(), Run.objects.get().state) == ([RIGHT], ["accepted", "cancelled"], "done")


def test_an_address_corrected_after_a_bounce_gets_the_report_when_it_is_sent_again(portfolio, mailbox):
    schedule = scheduled(portfolio, to=([], [WRONG]), formats=[])
    mailbox.unknown = {WRONG}
    carry_out_all(FIRST)
    corrected(schedule, portfolio, 1)
    delivering.send_all_again(Run.objects.get(), [Delivery.objects.get().pk], by=portfolio.manager, at=minutes(2))
    for minute in range(2, 5):
        carry_out_all(minutes(minute))
    assert (to(mailbox), states(), Run.objects.get().state) == ([RIGHT], ["accepted", "cancelled"], "done")


@pytest.fixture
def read(client, portfolio, monkeypatch):
    """The owner's browser at a moment."""

    def at(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        client.force_login(portfolio.manager)
        return client

    return at


def test_periods_missed_while_the_system_was_down_are_told_once_and_can_be_let_be(portfolio, mailbox, read):
    scheduled(portfolio, rhythm="weekly", weekday=2, to=([], [OUTSIDE]), formats=[])
    late = Schedule.objects.get().next_due_at + timedelta(days=22)
    for minute in range(3):
        carry_out_all(late + timedelta(minutes=minute))
    assert [mail["Subject"] for mail in mailbox.messages if not mail["List-Id"]] == [
        "The report “Styrgruppen” for Week 49 2026 was not sent"
    ]
    owner = read(late + timedelta(minutes=9))
    assert text(owner.get("/")).count("the system was down") == 3
    for run in Run.objects.filter(state="skipped"):
        owner.post(f"/reports/runs/{run.pk}/let-be/", {"is_sure": "1"})
    assert "the system was down" not in text(owner.get("/"))


def test_a_report_whose_recipients_have_all_left_is_not_done(portfolio, mailbox, read):
    schedule = scheduled(portfolio, to=([], [OUTSIDE]), formats=[])
    schedule.recipients.get().end(at=FIRST - timedelta(days=1))
    carry_out_all(FIRST)
    run = Run.objects.get()
    assert (run.state, run.skipped_reason) == ("skipped", "nobody")
    assert [mail["Subject"] for mail in mailbox.messages] == [
        "The report “Styrgruppen” for November 2026 had nobody to go to"
    ]
    owner = read(minutes(9))
    assert "nobody was left to send it to" in text(owner.get("/"))
    corrected(schedule, portfolio, 10)
    owner.post(f"/reports/runs/{run.pk}/send-skipped/", {"is_sure": "1"})
    carry_out_all(minutes(11))
    assert (to(mailbox), Run.objects.get().state) == ([RIGHT], "done")


def test_a_schedule_that_nobody_has_begun_is_on_today_two_minutes_after_its_time(portfolio, read):
    scheduled(portfolio, formats=[])
    for minute, is_told in ((1, False), (2, True)):
        assert ("and the system has not begun it" in text(read(minutes(minute)).get("/"))) is is_told


def test_readyz_says_that_nothing_has_been_planned_for_long(client, db):
    assert client.get("/readyz").json() == {"status": "ready"}
    Clock.objects.update_or_create(pk=1, defaults={"ticked_at": FIRST - timedelta(days=300)})
    told = client.get("/readyz").json()
    assert told["status"] == "degraded"
    assert re.match("nothing has been planned for five minutes", told["reason"])
