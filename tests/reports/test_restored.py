"""After a backup was restored nothing goes a second time by itself, and nothing outside names a row by its number."""

import re

import pytest
from django.core import signing
from django.db import transaction

from mail.models import Mail
from reports import by_hand, links, planning, restored, running
from reports.models import Delivery, Run, promising
from tests.reports.conftest import FIRST, OUTSIDE, reports_in, scheduled, states
from tests.reports.test_told import minutes, text
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def schedule(portfolio, mailbox):
    return scheduled(portfolio, formats=[])


@pytest.fixture
def owner(client, portfolio, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: minutes(10))
    client.force_login(portfolio.manager)
    return client


def test_what_fell_due_since_the_backup_is_held_and_the_owner_decides_on_all_at_once(
    schedule, portfolio, mailbox, owner
):
    second = scheduled(portfolio, name="Ledningen", formats=[])
    held = restored.hold(minutes(5))
    assert (held.runs, held.mails) == (2, 0)
    for minute in range(6, 9):
        carry_out_all(minutes(minute))
    assert reports_in(mailbox) == []
    assert sorted(mail["Subject"] for mail in mailbox.messages) == [
        f"The report “{name}” for November 2026 waits for your decision" for name in ("Ledningen", "Styrgruppen")
    ]
    today = owner.get("/")
    assert "it may have been sent before a backup was restored" in text(today)
    numbers = re.findall(r'name="run" value="(\d+)"', today.content.decode())
    assert sorted(map(int, numbers)) == sorted(Run.objects.values_list("pk", flat=True))
    mine, other = Run.objects.get(schedule=schedule), Run.objects.get(schedule=second)
    owner.post("/reports/runs/held/", {"run": [mine.pk], "send": "1", "is_sure": "1"})
    owner.post("/reports/runs/held/", {"run": [other.pk], "let_be": "1", "is_sure": "1"})
    carry_out_all(minutes(11))
    assert sorted(mail["To"] for mail in reports_in(mailbox)) == ["disa@fyr.example", OUTSIDE, "lo@fyr.example"]
    assert sorted(Run.objects.values_list("state", "skipped_reason")) == [("done", ""), ("skipped", "left")]
    assert "Reports that have not gone" not in text(owner.get("/"))


def test_without_the_hold_a_restored_schedule_sends_again(schedule, mailbox):
    """The twin of the test above: rows that have gone back are due."""
    carry_out_all(minutes(1))
    Run.objects.all().delete()
    promising.promise_next(schedule, FIRST.replace(day=30, month=11))
    schedule.save()
    carry_out_all(minutes(2))
    assert len(reports_in(mailbox)) == 6


def test_who_may_not_change_the_schedule_decides_on_nothing_held(schedule, portfolio, client):
    restored.hold(minutes(5))
    client.force_login(portfolio.auditor)
    answer = client.post("/reports/runs/held/", {"run": [Run.objects.get().pk], "send": "1"})
    assert (answer.status_code, Run.objects.get().state) == (403, "held")


def test_mails_that_wait_in_the_backup_are_unknown_and_wait_for_a_person(schedule, mailbox):
    [run] = planning.plan_due(FIRST)
    running.carry_out(run.pk, FIRST)
    assert restored.hold(minutes(5)).mails == 3
    for minute in range(6, 9):
        carry_out_all(minutes(minute))
    run.refresh_from_db()
    assert (states(), run.state, reports_in(mailbox)) == (["unknown"] * 3, "undelivered", [])
    assert set(Delivery.objects.values_list("reason", flat=True)) == {"restored"}
    assert [mail["Subject"] for mail in mailbox.messages] == [
        "The report “Styrgruppen” for November 2026 did not reach everyone"
    ]


def test_holding_again_after_it_was_cut_short_holds_and_tells_nothing_twice(schedule, mailbox):
    restored.hold(minutes(5))
    restored.hold(minutes(6))
    assert (Run.objects.get().state, Mail.objects.count()) == ("held", 1)


def anew(schedule):
    """The rows have gone back, and the next run gets a number that has been used."""
    numbers = Run.objects.get().pk, list(Delivery.objects.values_list("pk", "recipient"))
    Run.objects.all().delete()
    run = by_hand.run_now(schedule, by=schedule.owner, at=minutes(60))
    Run.objects.filter(pk=run.pk).update(id=numbers[0])
    run = Run.objects.get()
    running.carry_out(run.pk, minutes(60))
    with transaction.atomic():
        for pk, recipient in numbers[1]:
            made = Delivery.objects.get(recipient=recipient).pk
            Delivery.objects.filter(pk=made).update(mail_ptr=pk)
            Mail.objects.filter(pk=made).update(id=pk)
    return run


def test_another_report_with_a_number_that_was_used_has_message_ids_of_its_own(schedule, mailbox):
    carry_out_all(minutes(1))
    before = {mail["Message-ID"] for mail in mailbox.messages}
    anew(schedule)
    assert before.isdisjoint(Delivery.objects.values_list("message_id", flat=True))


def test_an_address_in_an_old_mail_does_not_open_another_report_with_its_number(schedule, mailbox, client):
    carry_out_all(minutes(1))
    delivery = Delivery.objects.get(recipient__email=OUTSIDE)
    old = links.view_url(delivery).partition("8000")[2]
    assert client.get(old).status_code == 200
    anew(schedule)
    assert client.get(old).status_code == 404


def test_addresses_in_mails_of_the_version_before_go_on_working(schedule, mailbox, client):
    carry_out_all(minutes(1))
    delivery = Delivery.objects.get(recipient__email=OUTSIDE)
    paths = [
        f"/reports/read/{signing.dumps(delivery.pk, salt=links.VIEW)}/",
        f"/reports/stop/{signing.dumps(delivery.recipient_id, salt=links.UNSUBSCRIBE)}/",
    ]
    assert [client.get(path).status_code for path in paths] == [404, 404], "nothing of theirs went in such a mail"
    Delivery.objects.filter(pk=delivery.pk).update(message_id=links._as_it_was(delivery))
    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert client.get("/reports/stop/x/").status_code == 404


def test_an_address_with_another_number_or_key_than_was_signed_opens_and_stops_nothing(schedule, mailbox, client):
    carry_out_all(minutes(1))
    mine, other = Delivery.objects.order_by("pk")[:2]
    for one in (mine, other):
        Delivery.objects.filter(pk=one.pk).update(message_id=links._as_it_was(one))
    for purpose, path, of_mine, of_other in (
        (links.VIEW, "read", mine.pk, other.pk),
        (links.UNSUBSCRIBE, "stop", mine.recipient_id, other.recipient_id),
        (links.UNSUBSCRIBE, "stop", str(mine.recipient.key), str(other.recipient.key)),
    ):
        signed, unsigned = signing.dumps(of_mine, salt=purpose), signing.dumps(of_other, salt="anybody’s")
        forged = ":".join([unsigned.partition(":")[0], *signed.split(":")[1:]])
        answers = [client.post(f"/reports/{path}/{token}/").status_code for token in (forged, unsigned)]
        assert answers == ([405, 405] if path == "read" else [404, 404])
        assert client.get(f"/reports/{path}/{forged}/").status_code == 404
    assert schedule.recipients.filter(ended_at=None).count() == schedule.recipients.count()


def test_a_new_address_names_no_row_by_its_number(schedule, mailbox):
    carry_out_all(minutes(1))
    delivery = Delivery.objects.get(recipient__email=OUTSIDE)
    said = {
        signing.loads(address.rstrip("/").rpartition("/")[2], salt=purpose)
        for address, purpose in (
            (links.view_url(delivery), links.VIEW),
            (links.unsubscribe_url(delivery.recipient), links.UNSUBSCRIBE),
        )
    }
    assert said == {delivery.message_id, str(delivery.recipient.key)}
