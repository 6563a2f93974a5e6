"""The ledger knows no kind: what a room registers is planned once, sent once, and its kind told what became of it."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from mail import kinds, ledger, posting
from mail.kinds import Kind, Letter
from mail.models import Mail

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)


class Scratch(Kind):
    code = "scratch"

    def __init__(self):
        self.became, self.has_left = [], False

    def address(self, mail, at):
        return "" if self.has_left else mail.to.email

    def letter(self, mail, at):
        message = EmailMessage()
        message["Message-ID"], message["To"] = mail.message_id, mail.to.email
        message.set_content(f"About {mail.subject}")
        return Letter(message)

    def tried(self, mail, at):
        self.became.append(mail.state)


@pytest.fixture
def scratch(monkeypatch, mailbox):
    kind = Scratch()
    monkeypatch.setitem(kinds._kinds, kind.code, kind)
    return kind


def planned(world, **more):
    ledger.plan("scratch", 7, world.advisor, at=AT, **more)
    return Mail.objects.order_by("-pk").first()


def test_what_is_said_of_a_record_to_a_mailbox_is_planned_once(world, scratch):
    planned(world), planned(world)
    assert Mail.objects.count() == 1
    planned(world, sequence=1)
    ledger.plan("scratch", 8, world.advisor, at=AT)
    ledger.plan("scratch", 7, world.colleague, at=AT)
    assert list(Mail.objects.order_by("pk").values_list("subject", "to", "sequence")) == [
        (7, world.advisor.pk, 0),
        (7, world.advisor.pk, 1),
        (8, world.advisor.pk, 0),
        (7, world.colleague.pk, 0),
    ]


def test_it_is_sent_with_the_number_of_its_row_and_its_kind_is_told(world, scratch, mailbox):
    mail = planned(world)
    posting.post(mail.pk, AT)
    assert [one["Message-ID"] for one in mailbox.messages] == [mail.message_id]
    assert (Mail.objects.get().state, scratch.became) == ("accepted", ["accepted"])
    assert posting.post(mail.pk, AT) is None


@pytest.mark.parametrize(("reply", "became"), [("451 Later", "deferred"), ("550 Nobody here", "bounced")])
def test_its_kind_is_told_of_what_did_not_come_through(world, scratch, mailbox, reply, became):
    mailbox.refuse(reply, at="recipient")
    posting.post(planned(world).pk, AT)
    assert (Mail.objects.get().state, scratch.became) == (became, [became])


def test_silence_after_the_mail_is_unknown_for_any_kind(world, scratch, mailbox, settings):
    settings.SMTP_ANSWER_TIMEOUT = 1
    mailbox.fall_silent()
    posting.post(planned(world).pk, AT)
    assert (Mail.objects.get().state, scratch.became) == ("unknown", ["unknown"])
    assert list(posting.waiting(AT + timedelta(days=1))) == []


def test_who_has_left_gets_nothing(world, scratch, mailbox):
    mail, scratch.has_left = planned(world), True
    posting.post(mail.pk, AT)
    assert (Mail.objects.get().state, Mail.objects.get().reason, mailbox.messages) == ("cancelled", "left", [])


def test_what_waited_in_a_restored_backup_waits_for_a_person(world, scratch, mailbox):
    mail = planned(world)
    assert posting.hold("report", AT + timedelta(minutes=1)) == 0
    assert posting.post(mail.pk, AT + timedelta(minutes=2)) is None
    assert (Mail.objects.get().state, Mail.objects.get().reason) == ("unknown", "restored")
