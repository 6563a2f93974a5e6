"""One delivery against a real mail server that refuses, falls silent or is away: never twice, never silently lost."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, connections

from journal import leases, trying
from journal.models import Entry
from mail import posting
from mail.models import Mail, MailState
from reports import delivering, running
from reports.models import Delivery, Run
from tests.reports.conftest import FIRST, expire_leases, reports_in, scheduled, states
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def delivery(portfolio, mailbox):
    """A planned delivery to the manager alone."""
    schedule = scheduled(portfolio, to=([portfolio.manager], []), formats=[])
    run = Run.objects.create(
        schedule=schedule,
        period="2026-11",
        promised_on="2026-12-01",
        due_at=FIRST,
        as_of="2026-11-30",
        compare_to="2026-10-31",
    )
    running.carry_out(run.pk, FIRST)
    return Delivery.objects.get()


@pytest.mark.parametrize(
    ("reply", "at", "state"),
    [
        ("450 Mailbox busy", "recipient", "deferred"),
        ("451 Later", "recipient", "deferred"),
        ("452 Full", "recipient", "deferred"),
        ("421 Closing", "recipient", "deferred"),
        ("550 Nobody here", "recipient", "bounced"),
        ("552 Too much", "recipient", "bounced"),
        ("451 Later", "message", "deferred"),
        ("452 Full", "message", "deferred"),
        ("552 Too large", "message", "bounced"),
        ("554 No", "message", "bounced"),
    ],
)
def test_what_the_server_answers_decides_the_state(delivery, mailbox, reply, at, state):
    mailbox.refuse(reply, at=at)
    posting.post(delivery.pk, FIRST)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reply, delivery.attempts) == (state, reply, 1)
    assert delivery.claimed_until is None
    assert mailbox.messages == []
    assert Run.objects.get().state == ("undelivered" if state == "bounced" else "delivering")


def test_a_refused_mail_is_not_tried_again_and_a_deferred_one_is_after_its_wait(delivery, mailbox):
    mailbox.refuse("451 Later")
    tried = []
    for minute in range(10):
        asked = mailbox.asked
        carry_out_all(FIRST + timedelta(minutes=minute))
        tried += [minute] * (mailbox.asked - asked)
    assert tried == [0, 1, 6]
    mailbox.accept()
    carry_out_all(FIRST + timedelta(minutes=22))
    assert states() == ["accepted"]
    assert len(mailbox.messages) == 1
    mailbox.refuse("550 Gone")
    Delivery.objects.update(state="planned", next_try_at=FIRST)
    for minute in range(30, 33):
        carry_out_all(FIRST + timedelta(minutes=minute))
    assert (states(), Delivery.objects.get().attempts) == (["bounced"], 5)


def test_mail_waits_while_the_server_is_away_and_says_so(delivery, mailbox, portfolio, client):
    mailbox.stop()
    try:
        carry_out_all(FIRST)
    finally:
        mailbox.start()
    delivery.refresh_from_db()
    assert delivery.state == MailState.DEFERRED
    assert delivery.next_try_at == FIRST + timedelta(minutes=1)
    client.force_login(portfolio.manager)
    page = client.get(f"/reports/runs/{delivery.run_id}/").content.decode()
    assert "The mail server does not answer." in page
    assert "one mail waits" in page
    carry_out_all(FIRST + timedelta(seconds=59))
    assert mailbox.messages == []
    carry_out_all(FIRST + timedelta(minutes=1))
    assert (states(), len(mailbox.messages)) == (["accepted"], 1)


def test_after_the_last_wait_the_delivery_has_failed(delivery, mailbox):
    mailbox.refuse("451 Later")
    Delivery.objects.update(attempts=len(trying.BACKOFF))
    posting.post(delivery.pk, FIRST)
    assert states() == ["failed"]


def test_silence_after_the_mail_is_unknown_and_stays_so(delivery, mailbox, settings):
    settings.SMTP_ANSWER_TIMEOUT = 1
    mailbox.fall_silent()
    posting.post(delivery.pk, FIRST)
    mailbox.accept()
    carry_out_all(FIRST + timedelta(days=1))
    assert (states(), len(reports_in(mailbox))) == (["unknown"], 1)
    assert Run.objects.get().state == "undelivered"


def test_an_error_after_the_mail_has_gone_never_sends_it_again(delivery, mailbox, monkeypatch):
    monkeypatch.setattr(posting, "_end", lambda *_: 1 / 0)
    posting.post(delivery.pk, FIRST)
    monkeypatch.undo()
    carry_out_all(FIRST + timedelta(days=1))
    assert (states(), len(reports_in(mailbox))) == (["unknown"], 1)


def test_an_error_before_the_mail_has_gone_tries_again(delivery, mailbox, monkeypatch):
    monkeypatch.setattr("reports.mail.compose", lambda *_, **__: 1 / 0)
    posting.post(delivery.pk, FIRST)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason, delivery.reply) == (
        "deferred",
        "error",
        "ZeroDivisionError: division by zero",
    )
    monkeypatch.undo()
    carry_out_all(FIRST + timedelta(minutes=1))
    assert (states(), len(mailbox.messages)) == (["accepted"], 1)


@pytest.mark.parametrize("how", ["deactivated", "unsubscribed"])
def test_who_has_left_between_plan_and_sending_gets_nothing(delivery, mailbox, portfolio, how):
    if how == "deactivated":
        portfolio.manager.deactivate(by=portfolio.administrator, at=FIRST)
    else:
        delivery.recipient.end(at=FIRST)
    carry_out_all(FIRST)
    run = Run.objects.get()
    assert (states(), run.state, run.skipped_reason) == (["cancelled"], "skipped", "nobody")
    assert Delivery.objects.get().get_reason_display() == "No longer a recipient when it was to be sent."
    assert [mail["Subject"] for mail in mailbox.messages] == [
        "The report “Styrgruppen” for November 2026 had nobody to go to"
    ]


def test_what_was_hidden_since_the_plan_is_not_in_the_mail(delivery, mailbox, portfolio):
    portfolio.project.confidentiality = "named"
    portfolio.project.save()
    carry_out_all(FIRST)
    assert portfolio.project.title not in mailbox.messages[0].get_body(("plain",)).get_content()
    assert Delivery.objects.get().left_out == 2


def deliver_at_once(pk, times):
    barrier = threading.Barrier(times)

    def one():
        barrier.wait()
        try:
            posting.post(pk, FIRST)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_five_workers_at_once_send_one_mail(delivery, mailbox):
    deliver_at_once(delivery.pk, 5)
    assert (states(), len(mailbox.messages)) == (["accepted"], 1)


def test_without_the_claim_the_race_is_real(delivery, mailbox, monkeypatch):
    """The twin of the test above: what the claim guards against does happen without it."""
    monkeypatch.setattr(leases, "claim", lambda rows, pk, **_: rows.model.objects.get(pk=pk))
    deliver_at_once(delivery.pk, 5)
    assert len(mailbox.messages) > 1


def test_a_worker_that_lost_its_lease_cannot_write(delivery):
    late = leases.claim(Mail.objects.all(), delivery.pk, state="claimed")
    expire_leases()
    assert leases.claim(Mail.objects.all(), delivery.pk, state="claimed").fence == late.fence + 1
    with pytest.raises(leases.LeaseLost):
        leases.write(late, state="sending")


def test_a_person_sends_an_unknown_one_again_with_the_same_message_id(delivery, mailbox, portfolio):
    Delivery.objects.update(state="unknown")
    delivering.send_again(delivery, by=portfolio.manager, at=FIRST)
    carry_out_all(FIRST)
    assert [mail["Message-ID"] for mail in mailbox.messages] == [delivery.message_id]
    assert Entry.objects.filter(verb="delivery.sent_again", by=portfolio.manager).count() == 1
    with pytest.raises(ValidationError):
        delivering.send_again(delivery, by=portfolio.manager, at=FIRST)


def test_a_person_lets_an_unknown_one_be(delivery, mailbox, portfolio):
    Delivery.objects.update(state="unknown")
    with pytest.raises(PermissionDenied):
        delivering.let_be(delivery, by=portfolio.auditor, at=FIRST)
    delivering.let_be(delivery, by=portfolio.manager, at=FIRST)
    carry_out_all(FIRST + timedelta(days=1))
    assert (states(), mailbox.messages) == (["cancelled"], [])
    assert Entry.objects.filter(verb="delivery.let_be").count() == 1


def test_a_run_that_fails_three_times_ends_and_its_owner_is_told(portfolio, mailbox, monkeypatch):
    scheduled(portfolio)
    monkeypatch.setattr("reports.running.freeze", lambda *_: 1 / 0)
    for minute in range(5):
        carry_out_all(FIRST + timedelta(minutes=minute))
    run = Run.objects.get()
    assert (run.state, run.attempts, run.error) == ("failed", 3, "ZeroDivisionError: division by zero")
    assert [mail["To"] for mail in mailbox.messages] == ["disa@fyr.example"]
    assert f"/reports/runs/{run.pk}/" in mailbox.messages[0].get_content()


def test_one_bad_schedule_does_not_hold_up_the_others(portfolio, mailbox):
    scheduled(portfolio, name="Trasig").__class__.objects.filter(name="Trasig").update(
        filters={"phase": ["x"]}, kind="none"
    )
    scheduled(portfolio, name="Hel")
    carry_out_all(FIRST)
    assert dict(Run.objects.values_list("schedule__name", "state")) == {"Trasig": "due", "Hel": "done"}
    assert connection.vendor == "postgresql"
