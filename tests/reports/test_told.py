"""A report that did not go is told to its owner: on Today, on the lists, in the run's state, and by one mail."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from journal import leases
from journal.models import Entry
from mail.models import Mail
from reports import delivering, planning, running, telling
from reports.models import Delivery, Run
from tests.reports.conftest import FIRST, expire_leases, scheduled, states
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
TO = [f"r{number}@region.example" for number in range(4)]


@pytest.fixture
def schedule(portfolio, mailbox):
    return scheduled(portfolio, to=([], TO), formats=[])


@pytest.fixture
def owner(client, portfolio, monkeypatch):
    """Reads the pages ten minutes after the time."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: minutes(10))
    client.force_login(portfolio.manager)
    return client


def minutes(count):
    return FIRST + timedelta(minutes=count)


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def told(mailbox, portfolio):
    """The subjects of the mails to the owner."""
    return [mail["Subject"] for mail in mailbox.messages if mail["To"] == portfolio.manager.email]


def test_four_of_four_refused_is_not_done_and_the_owner_is_told_once(schedule, mailbox, portfolio, owner):
    mailbox.unknown = set(TO)
    for minute in range(5):
        carry_out_all(minutes(minute))
    run = Run.objects.get()
    assert (run.state, states()) == ("undelivered", ["bounced"] * 4)
    for path in ("/", "/reports/", f"/reports/{schedule.pk}/", f"/reports/runs/{run.pk}/"):
        assert "4 of 4 not delivered" in text(owner.get(path)), path
    assert told(mailbox, portfolio) == ["The report “Styrgruppen” for November 2026 did not reach everyone"]
    mail = mailbox.messages[-1].get_content()
    assert "4 of 4 mails were not delivered" in mail
    assert f"/reports/runs/{run.pk}/" in mail
    assert Entry.objects.get(verb="report.not_delivered").facts == {"period": "2026-11", "mails": 4}


def test_today_tells_nobody_else(schedule, mailbox, portfolio, client):
    mailbox.refuse("550 Nobody here", at="recipient")
    carry_out_all(FIRST)
    for user in (portfolio.lead, portfolio.administrator, portfolio.auditor):
        client.force_login(user)
        assert "Reports that have not gone" not in text(client.get("/"))


def test_of_an_owner_who_has_left_an_administrator_is_told(schedule, mailbox, portfolio, client):
    mailbox.unknown = set(TO)
    portfolio.manager.deactivate(by=portfolio.administrator, at=FIRST)
    carry_out_all(FIRST)
    assert [mail["To"] for mail in mailbox.messages] == [portfolio.administrator.email]
    client.force_login(portfolio.administrator)
    assert "Reports that have not gone" in text(client.get("/"))


def test_unknowns_of_one_mailing_are_resolved_together(schedule, mailbox, portfolio, owner):
    carry_out_all(FIRST)
    Delivery.objects.update(state="unknown")
    Run.objects.update(state="delivering")
    carry_out_all(minutes(1))
    run = Run.objects.get()
    page = owner.get(f"/reports/runs/{run.pk}/").content.decode()
    assert page.count('name="delivery"') == 4
    one, *others = Delivery.objects.order_by("pk").values_list("pk", flat=True)
    owner.post(f"/reports/runs/{run.pk}/resolve/", {"delivery": [one], "send_again": "1", "is_sure": "1"})
    assert "It is sent again within a minute." in text(owner.get("/"))
    run.refresh_from_db()
    assert (states(), run.state) == (["planned"] + ["unknown"] * 3, "delivering")
    carry_out_all(minutes(11))
    owner.post(f"/reports/runs/{run.pk}/resolve/", {"delivery": others, "let_be": "1", "is_sure": "1"})
    run.refresh_from_db()
    assert (states(), run.state) == (["accepted"] + ["cancelled"] * 3, "done")
    assert Entry.objects.get(verb="delivery.let_be").facts["deliveries"] == others
    assert "Reports that have not gone" not in text(owner.get("/"))
    again = owner.post(
        f"/reports/runs/{run.pk}/resolve/",
        {"delivery": [*others, "x", "²"], "let_be": "1", "is_sure": "1"},
        follow=True,
    )
    assert "This delivery needs no decision." in text(again)


def test_who_may_not_change_the_schedule_decides_nothing(schedule, mailbox, portfolio, client):
    carry_out_all(FIRST)
    Delivery.objects.update(state="unknown")
    run = Run.objects.get()
    for user, status in ((portfolio.auditor, 403), (portfolio.outsider, 404)):
        client.force_login(user)
        for verb in ("resolve", "let-be", "send-skipped"):
            assert (
                client.post(f"/reports/runs/{run.pk}/{verb}/", {"delivery": [1], "let_be": "1"}).status_code == status
            )
    assert states() == ["unknown"] * 4


def test_a_mail_server_that_is_away_is_told_on_today_and_by_mail_when_it_is_back(schedule, mailbox, portfolio, owner):
    mailbox.stop()
    try:
        for minute in range(10):
            carry_out_all(minutes(minute))
    finally:
        mailbox.start()
    assert "4 wait" in text(owner.get("/"))
    assert "4 wait" in text(owner.get("/reports/"))
    for minute in range(10, 30):
        carry_out_all(minutes(minute))
    assert told(mailbox, portfolio) == ["The report “Styrgruppen” for November 2026 was late"]
    assert states() == ["accepted"] * 4
    assert "Reports that have not gone" not in text(owner.get("/"))


def test_a_run_that_has_failed_is_on_today_until_it_is_let_be(schedule, mailbox, portfolio, owner, monkeypatch):
    monkeypatch.setattr("reports.running.freeze", lambda *_: 1 / 0)
    for minute in range(4):
        carry_out_all(minutes(minute))
    monkeypatch.undo()
    monkeypatch.setattr("django.utils.timezone.now", lambda: minutes(10))
    run = Run.objects.get()
    assert told(mailbox, portfolio) == ["The report “Styrgruppen” for November 2026 has failed"]
    assert "ZeroDivisionError" not in mailbox.messages[0].get_content()
    assert "The report could not be made." in text(owner.get("/"))
    owner.post(f"/reports/runs/{run.pk}/let-be/", {"is_sure": "1"})
    run.refresh_from_db()
    assert (run.state, run.skipped_reason) == ("skipped", "left")
    assert "Reports that have not gone" not in text(owner.get("/"))


def test_a_run_that_nobody_makes_is_on_today_within_two_minutes(schedule, portfolio, client, monkeypatch):
    planning.plan_due(FIRST)
    for minute, is_told in ((1, False), (2, True)):
        monkeypatch.setattr("django.utils.timezone.now", lambda minute=minute: minutes(minute))
        client.force_login(portfolio.manager)
        assert ("Reports that have not gone" in text(client.get("/"))) is is_told


def notice():
    return Mail.objects.filter(delivery=None)


def test_a_notice_is_kept_while_mail_does_not_work_and_goes_once(schedule, mailbox, portfolio):
    mailbox.refuse("550 Nobody here", at="recipient")
    carry_out_all(FIRST)
    assert notice().get().state == "bounced"
    notice().update(state="planned")
    mailbox.accept()
    mailbox.stop()
    try:
        carry_out_all(minutes(1))
    finally:
        mailbox.start()
    assert notice().get().state == "deferred"
    for minute in range(2, 6):
        carry_out_all(minutes(minute))
    assert (notice().get().state, len(told(mailbox, portfolio))) == ("accepted", 1)


def test_a_lease_and_a_tick_are_no_more_than_two_minutes():
    assert leases.LEASE + timedelta(minutes=1) <= telling.SOON
    assert leases.PULSE * 3 <= leases.LEASE


def test_a_run_whose_worker_died_before_closing_it_is_closed_by_the_sweep(schedule, mailbox, monkeypatch):
    monkeypatch.setattr(running, "finish", lambda *_: None)
    carry_out_all(FIRST)
    monkeypatch.undo()
    run = Run.objects.get()
    assert (run.state, states()) == ("delivering", ["accepted"] * 4)
    delivering.sweep(minutes(1))
    run.refresh_from_db()
    assert (run.state, run.finished_at) == ("done", minutes(1))
    delivering.sweep(minutes(2))
    assert Entry.objects.filter(verb="report.sent").count() == 1


def test_without_the_sweep_it_stays_open(schedule, mailbox, monkeypatch):
    """The twin of the test above."""
    monkeypatch.setattr(running, "finish", lambda *_: None)
    for minute in range(3):
        carry_out_all(minutes(minute))
    assert Run.objects.get().state == "delivering"


def test_mails_put_off_by_a_clock_that_ran_ahead_go_when_it_is_right_again(schedule, mailbox):
    carry_out_all(FIRST - timedelta(days=1))
    mailbox.refuse("451 Later")
    carry_out_all(FIRST)
    mailbox.accept()
    Delivery.objects.update(next_try_at=datetime(2027, 12, 1, tzinfo=UTC))
    carry_out_all(minutes(3))
    assert states() == ["accepted"] * 4
    expire_leases()
