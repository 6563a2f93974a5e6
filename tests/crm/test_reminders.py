"""On the morning of the day her follow-ups are due a user gets one mail, at seven by her own clock, once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client as Browser

from accounts.models import User
from crm import reminding
from crm.models import SeenTo, Task
from mail.models import Mail
from worker import due
from worker.tasks import carry_out_all

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 12, 1)
# 07:00 in Sweden.
SEVEN = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)


def keep(at):
    for step in due.STEPS:
        step(at)


@pytest.fixture
def world(world, mailbox):
    """Yesterday morning has been seen to, and what the cast has to do of its own is done."""
    Task.objects.all().delete()
    keep(SEVEN - timedelta(days=1))
    return world


def task(world, text="Ring kliniken", on=DAY, **fields):
    fields = {"owner": world.advisor, "client": world.client} | fields
    return Task.objects.create(text=text, due_on=on, **fields)


def to(mailbox):
    return sorted(mail["To"] for mail in mailbox.messages)


def test_all_of_the_day_come_in_one_mail_and_once(world, mailbox):
    task(world), task(world, "Skicka avtalet", client=None), task(world, "Senare", on=DAY + timedelta(days=1))
    carry_out_all(SEVEN - timedelta(seconds=1))
    assert mailbox.messages == []
    for minute in range(3):
        carry_out_all(SEVEN + timedelta(minutes=minute))
    [mail] = mailbox.messages
    assert (mail["To"], mail["Subject"]) == ("alva@fyr.example", "2 follow-ups are due 1 Dec 2026")
    words = mail.get_content()
    assert f"- Ring kliniken ({world.client})" in words
    assert "- Skicka avtalet\n" in words.replace("\r\n", "\n")
    assert "Senare" not in words


def test_it_is_in_her_own_language_and_at_seven_by_her_own_clock(world, mailbox):
    User.objects.filter(pk=world.advisor.pk).update(language="sv", time_zone="America/New_York")
    task(world)
    carry_out_all(SEVEN)
    assert mailbox.messages == []
    carry_out_all(datetime(2026, 12, 1, 12, 0, tzinfo=UTC))
    assert [mail["Subject"] for mail in mailbox.messages] == ["1 uppföljning ska göras 1 dec 2026"]


def test_what_is_done_moved_or_given_to_another_is_not_named(world, mailbox):
    done, moved, given = task(world, "Gjord"), task(world, "Flyttad"), task(world, "Given")
    done.finish(by=world.advisor, at=SEVEN)
    moved.change(by=world.advisor, at=SEVEN, due_on=DAY + timedelta(days=1))
    given.change(by=world.advisor, at=SEVEN, owner=world.colleague)
    carry_out_all(SEVEN)
    assert to(mailbox) == ["bo@fyr.example"]
    carry_out_all(SEVEN + timedelta(days=1))
    assert [("Flyttad" in mail.get_content(), mail["To"]) for mail in mailbox.messages] == [
        (False, "bo@fyr.example"),
        (True, "alva@fyr.example"),
    ]


def test_only_what_she_may_read_when_it_is_sent_is_named(world, mailbox):
    """Between the plan and the sending the client was kept to others."""
    task(world, owner=world.outsider), task(world, "Egen", owner=world.outsider, client=None)
    keep(SEVEN)
    world.client.confidentiality = "named"
    world.client.save()
    carry_out_all(SEVEN)
    [mail] = mailbox.messages
    assert ("Ring kliniken" in mail.get_content(), "Egen" in mail.get_content()) == (False, True)


def test_when_nothing_is_left_to_say_nothing_is_sent(world, mailbox):
    one = task(world)
    keep(SEVEN)
    one.finish(by=world.advisor, at=SEVEN)
    carry_out_all(SEVEN)
    assert (mailbox.messages, Mail.objects.get().get_reason_display()) == (
        [],
        "There was nothing left to say when it was to be sent.",
    )


def test_of_mornings_that_were_missed_the_newest_is_kept(world, mailbox):
    for number in range(3):
        task(world, f"Dag {number}", on=DAY + timedelta(days=number))
    carry_out_all(SEVEN + timedelta(days=2, hours=9))
    [mail] = mailbox.messages
    assert [f"Dag {number}" in mail.get_content() for number in range(3)] == [False, False, True]
    carry_out_all(SEVEN + timedelta(days=2, hours=10))
    assert len(mailbox.messages) == 1


def test_what_gets_the_days_own_date_after_the_morning_is_not_mailed(world, mailbox):
    carry_out_all(SEVEN)
    task(world)
    carry_out_all(SEVEN + timedelta(hours=3))
    assert mailbox.messages == []


def test_two_ticks_at_once_promise_it_once_and_so_does_the_ledger(world, mailbox):
    """The twin: with the memory of the morning gone, the row of the ledger is still the one."""
    task(world)
    keep(SEVEN)
    SeenTo.objects.all().delete()
    keep(SEVEN + timedelta(minutes=1))
    assert Mail.objects.count() == 1


def test_who_does_not_want_them_gets_none_also_of_before_she_wants_them_again(world, mailbox):
    task(world)
    world.advisor.choose(reminds=False)
    carry_out_all(SEVEN)
    world.advisor.choose(reminds=True)
    carry_out_all(SEVEN + timedelta(minutes=1))
    assert mailbox.messages == []


def test_she_turns_them_off_in_her_settings(world):
    browser = Browser()
    browser.force_login(world.advisor)
    page = browser.get("/settings/")
    form = page.context["form"]
    assert form["reminds"].value() is True
    typed = {name: form[name].value() for name in form.fields if name not in ("reminds", "single_keys")}
    browser.post("/settings/", typed | {"version": page.context["version"]})
    world.advisor.refresh_from_db()
    assert world.advisor.reminds is False


def stop_of(mail):
    return mail["List-Unsubscribe"].strip("<>").partition("8000")[2]


def test_one_click_in_the_mail_stops_them_and_a_scanner_does_not(world, mailbox, client):
    task(world)
    carry_out_all(SEVEN)
    path = stop_of(mailbox.messages[0])
    assert mailbox.messages[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path in mailbox.messages[0].get_content()
    assert client.get(path).status_code == 200
    world.advisor.refresh_from_db()
    assert world.advisor.reminds is True
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).content == b"Unsubscribed.\n"
    world.advisor.refresh_from_db()
    assert world.advisor.reminds is False
    assert client.post(path, {"from_page": "1"}).status_code == 200


def test_a_forged_address_and_that_of_a_mail_that_cannot_be_stopped_stop_nothing(world, mailbox, client):
    from mail import account_mails, stopping

    account_mails.invite(world.advisor, by=world.administrator, at=SEVEN)
    invitation = stopping.address(Mail.objects.get()).partition("8000")[2]
    for path in (invitation, "/mail/stop/x/"):
        assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]


def test_a_mail_that_did_not_reach_her_is_told_on_today(world, mailbox, client, monkeypatch):
    task(world)
    mailbox.refuse("550 Nobody here", at="recipient")
    carry_out_all(SEVEN)
    monkeypatch.setattr("django.utils.timezone.now", lambda: SEVEN + timedelta(minutes=5))
    for user, is_told in ((world.advisor, True), (world.colleague, False)):
        client.force_login(user)
        page = client.get("/").text
        assert ("has not reached you" in page, "550 Nobody here" in page) == (is_told, is_told)


def test_one_morning_that_cannot_be_planned_is_told_and_leaves_the_others_theirs(world, mailbox, monkeypatch, client):
    task(world), task(world, owner=world.colleague)
    due_of = reminding.due

    def fails(user, on):
        return 1 / 0 if user == world.advisor else due_of(user, on)

    monkeypatch.setattr(reminding, "due", fails)
    for minute in range(2):
        carry_out_all(SEVEN + timedelta(minutes=minute))
    monkeypatch.undo()
    told = {mail["To"]: mail["Subject"] for mail in mailbox.messages}
    assert told == {
        "alva@fyr.example": "The mail about your follow-ups of 1 Dec 2026 could not be made",
        "bo@fyr.example": "1 follow-up is due 1 Dec 2026",
    }
    mailbox.clear()
    carry_out_all(SEVEN + timedelta(minutes=2))
    assert to(mailbox) == ["alva@fyr.example"], "it is made at the next tick"


def test_what_a_moment_would_bring_is_shown_and_not_done(world, mailbox, capsys):
    task(world), task(world, owner=world.colleague)
    call_command("tick", at="2026-12-01T07:00+01:00")
    assert "2 users would be mailed about the follow-ups of their day." in capsys.readouterr().out
    assert (Mail.objects.count(), SeenTo.objects.filter(until=DAY).count()) == (0, 0)


def test_after_a_restore_what_may_have_been_sent_is_not_sent_again(world, mailbox):
    task(world)
    reminding.PROMISES.give_up(SEVEN + timedelta(hours=5))
    carry_out_all(SEVEN + timedelta(hours=6))
    assert mailbox.messages == []


def test_a_clock_that_ran_ahead_takes_no_morning_away(world, mailbox):
    task(world)
    keep(SEVEN + timedelta(days=5))
    carry_out_all(SEVEN)
    assert to(mailbox) == ["alva@fyr.example"]
