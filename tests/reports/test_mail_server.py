"""A mail server that fails all mail alike: the queue waits as one, says so, loses nothing and goes on by itself."""

from datetime import timedelta

import pytest

from mail import pausing, posting
from mail.models import MailPause
from mail.smtp import Answer
from reports.models import Delivery, Run
from tests.reports.conftest import FIRST, reports_in, scheduled, states
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
TO = [f"r{number}@region.example" for number in range(5)]


@pytest.fixture
def run(portfolio, mailbox, settings):
    """A due run with five outside readers, sent by a server that wants a user name."""
    options = settings.MAILERS["default"]["OPTIONS"] | {"username": "fyr", "password": "hemligt"}
    settings.MAILERS = {"default": settings.MAILERS["default"] | {"OPTIONS": options}}
    scheduled(portfolio, to=([], TO), formats=[])
    return Run


def minutes(count):
    return FIRST + timedelta(minutes=count)


@pytest.mark.parametrize(
    ("trouble", "reason", "reply"),
    [
        ("login", "login", "535 5.7.8 Authentication credentials invalid"),
        ("sender", "sender", "530 Authenticate first"),
        ("away", "no_answer", "[Errno 111] Connection refused"),
    ],
)
def test_one_failure_of_the_server_stops_the_queue_and_nothing_fails(run, mailbox, trouble, reason, reply):
    mailbox.knows_us = trouble != "login"
    if trouble == "sender":
        mailbox.refuse("530 Authenticate first", at="sender")
    if trouble == "away":
        mailbox.stop()
    try:
        tried = [carry_out_all(minutes(minute))[1] for minute in range(8)]
    finally:
        if trouble == "away":
            mailbox.start()
    # One delivery is tried at each end of a wait: after 0, 1 and 3 minutes; the next is after 8.
    assert tried == [1, 1, 0, 1, 0, 0, 0, 0]
    if trouble != "away":
        # A refused one is tried in both of the server's ways.
        assert mailbox.sign_ins == (6 if trouble == "login" else 3)
    assert states() == ["deferred"] + ["planned"] * 4
    assert max(Delivery.objects.values_list("attempts", flat=True)) == 0
    pause = MailPause.objects.get()
    assert (pause.since, pause.failures, pause.next_try_at, pause.reason) == (FIRST, 3, minutes(8), reason)
    assert pause.reply == reply
    mailbox.knows_us = True
    mailbox.accept()
    carry_out_all(minutes(7))
    assert mailbox.messages == []
    carry_out_all(minutes(8))
    assert sorted(mail["To"] for mail in reports_in(mailbox)) == TO
    assert (states(), Run.objects.get().state, MailPause.objects.count()) == (["accepted"] * 5, "done", 0)


def test_the_runs_page_says_that_mail_waits_and_until_when(run, mailbox, portfolio, client):
    mailbox.knows_us = False
    carry_out_all(FIRST)
    client.force_login(portfolio.manager)
    answer = client.get(f"/reports/runs/{Run.objects.get().pk}/")
    page = answer.content.decode()
    assert "The mail server refuses our user name or password." in page
    assert "So it has been since 1 Dec 2026 07:00, and 5 mails wait. It is tried again 1 Dec 2026 07:01" in page
    assert "535 5.7.8" in page


def test_a_long_pause_uses_up_none_of_a_mails_own_tries(run, mailbox):
    mailbox.stop()
    try:
        for day in range(20):
            carry_out_all(FIRST + timedelta(days=day))
    finally:
        mailbox.start()
    carry_out_all(FIRST + timedelta(days=20))
    assert (states(), len(reports_in(mailbox))) == (["accepted"] * 5, 5)


def test_one_refused_recipient_pauses_nobody(run, mailbox):
    mailbox.refuse("550 Nobody here", at="recipient")
    carry_out_all(FIRST)
    assert (states(), MailPause.objects.exists()) == (["bounced"] * 5, False)


def test_workers_that_fail_in_the_same_round_count_as_one():
    answer = Answer("away", "", "no_answer")
    for _ in range(3):
        pausing.failed(answer, FIRST)
    assert [pausing.failed(answer, minutes(minute)).failures for minute in (1, 1, 2, 3)] == [2, 2, 2, 3]


def test_the_last_wait_is_repeated():
    at = FIRST
    for _ in range(12):
        pause = pausing.failed(Answer("away", "", "no_answer"), at)
        wait, at = pause.next_try_at - at, pause.next_try_at
    assert wait == timedelta(minutes=30)


def test_nothing_is_claimed_during_a_pause(run, mailbox):
    carry_out_all(FIRST - timedelta(days=1))
    pausing.failed(Answer("away", "", "no_answer"), FIRST)
    carry_out_all(FIRST)
    (pk, *_) = Delivery.objects.values_list("pk", flat=True)
    assert posting.post(pk, FIRST) is None
    assert Delivery.objects.get(pk=pk).fence == 0


def test_a_pause_of_a_clock_that_ran_ahead_holds_nothing_when_it_is_right_again(run, mailbox):
    mailbox.knows_us = False
    carry_out_all(FIRST)
    mailbox.knows_us = True
    MailPause.objects.update(since=FIRST + timedelta(days=300), next_try_at=FIRST + timedelta(days=300, minutes=1))
    carry_out_all(minutes(1))
    assert (states(), MailPause.objects.count()) == (["accepted"] * 5, 0)


def test_a_wrong_clock_forgets_no_key(run, monkeypatch):
    from worker import tasks

    forgotten = []
    monkeypatch.setattr(tasks.once, "forget_old", forgotten.append)
    monkeypatch.setattr(tasks.clock, "is_believed", lambda at: False)
    tasks.tick()
    assert forgotten == []


@pytest.mark.parametrize(("is_believed", "left"), [(False, 1), (True, 0)])
def test_a_wrong_clock_deletes_and_ages_nothing(run, mailbox, monkeypatch, is_believed, left):
    from accounts.models import ForgottenPassword
    from worker import tasks

    monkeypatch.setattr(tasks, "hint", lambda *_: None)
    monkeypatch.setattr(tasks.clock, "is_believed", lambda at: is_believed)
    monkeypatch.setattr("django.utils.timezone.now", lambda: FIRST - timedelta(days=400))
    mailbox.knows_us = False
    carry_out_all(FIRST)
    ForgottenPassword.objects.create(email="alva@fyr.example", asked_at=FIRST)
    tasks.tick()
    assert ForgottenPassword.objects.count() == left
    assert Delivery.objects.filter(planned_at=FIRST).count() == left * len(TO)


def test_a_server_that_takes_mail_and_never_answers_is_fed_two_and_then_left_in_peace(
    run, mailbox, portfolio, settings
):
    settings.SMTP_ANSWER_TIMEOUT = 1
    mailbox.fall_silent()
    carry_out_all(FIRST)
    assert states() == ["planned"] * 3 + ["unknown"] * 2
    assert MailPause.objects.get().failures == 1
    carry_out_all(minutes(0.5))
    assert states() == ["planned"] * 3 + ["unknown"] * 2
    # Of the next try one is told, and the wait is longer.
    mailbox.accept()
    for minute in range(1, 4):
        carry_out_all(minutes(minute))
    assert states() == ["accepted"] * 3 + ["unknown"] * 2
    told = [mail["Subject"] for mail in mailbox.messages if mail["To"] == portfolio.manager.email]
    assert told == [
        "The report “Styrgruppen” for November 2026 may not reach everyone",
        "The report “Styrgruppen” for November 2026 did not reach everyone",
    ]


def test_one_mail_without_an_answer_stops_nobody(run, mailbox, settings):
    settings.SMTP_ANSWER_TIMEOUT = 1
    mailbox.silent_to = {TO[1]}
    carry_out_all(FIRST)
    assert (states(), MailPause.objects.count()) == (["accepted"] * 4 + ["unknown"], 0)
