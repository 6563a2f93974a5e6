"""The tests' own SMTP server does what other tests rely on."""

import smtplib

import pytest
from django.core.mail import EmailMessage


def letter() -> EmailMessage:
    return EmailMessage("Läget", "Hej", "fyr@fyr.example", ["alva@fyr.example"])


def test_a_mail_arrives_by_real_smtp(mailbox):
    letter().send()
    assert [message["Subject"] for message in mailbox.messages] == ["Läget"]
    assert mailbox.envelopes == [("fyr@fyr.example", ["alva@fyr.example"])]


def test_it_refuses_a_recipient_or_a_message_when_told(mailbox):
    mailbox.refuse("550 Nobody here", at="recipient")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        letter().send()
    mailbox.accept()
    mailbox.refuse("451 Later")
    with pytest.raises(smtplib.SMTPDataError):
        letter().send()
    assert mailbox.messages == []


def test_it_can_be_away_and_come_back(mailbox):
    mailbox.stop()
    try:
        with pytest.raises(OSError):
            letter().send()
    finally:
        mailbox.start()
    letter().send()
    assert len(mailbox.messages) == 1
