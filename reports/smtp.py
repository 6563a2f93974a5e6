"""One mail over SMTP, step by step, so that we know whether the server had begun to take it."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

# What we say ourselves, kept in English before what the server said, and put into the reader's language when shown.
NO_ANSWER = gettext_noop("The mail server does not answer")
WENT_AWAY = gettext_noop("The mail server went away")
LINE_BROKE = gettext_noop("The line broke while the mail was handed over")
UNREADABLE = gettext_noop("The server’s answer cannot be read")
WORKER_STOPPED = gettext_noop("The worker stopped while the mail was handed over")
OURS = (NO_ANSWER, WENT_AWAY, LINE_BROKE, UNREADABLE, WORKER_STOPPED)


@dataclass(frozen=True)
class Answer:
    """What came of it: accepted, deferred (try later), bounced (never), or unknown (it may have been taken)."""

    outcome: str
    reply: str


def send(message: Message | EmailMessage, sender: str, address: str, before_data: Callable[[], None]) -> Answer:
    """Send to one address. `before_data` is called when the server has agreed to take the mail and nothing of it has
    been sent: what it raises stops the sending, and the mail has certainly not gone out."""
    options: dict[str, Any] = dict(settings.MAILERS["default"]["OPTIONS"])  # type: ignore[arg-type]
    try:
        connection = _connect(options)
    except smtplib.SMTPAuthenticationError as error:
        return Answer("deferred", f"{error.smtp_code} {_text(error.smtp_error)}")
    except (OSError, smtplib.SMTPException) as error:
        return Answer("deferred", f"{NO_ANSWER}: {error}"[:400])
    try:
        return _hand_over(connection, message, sender, address, before_data)
    finally:
        _close(connection)


def _connect(options: dict[str, Any]) -> smtplib.SMTP:
    kind = smtplib.SMTP_SSL if options["use_ssl"] else smtplib.SMTP
    connection = kind(options["host"], options["port"], timeout=options["timeout"])
    try:
        if options["use_tls"]:
            connection.starttls()
        if options["username"]:
            connection.login(options["username"], options["password"])
        connection.ehlo_or_helo_if_needed()
    except BaseException:
        connection.close()
        raise
    return connection


def _hand_over(
    connection: smtplib.SMTP, message: Message, sender: str, address: str, before_data: Callable[[], None]
) -> Answer:
    try:
        for ask, argument in ((connection.mail, sender), (connection.rcpt, address)):
            code, reply = ask(argument)
            if not 200 <= code < 300:
                return _refused(code, reply)
    except (OSError, smtplib.SMTPException) as error:
        return Answer("deferred", f"{WENT_AWAY}: {error}"[:400])
    content = message.as_bytes()
    before_data()
    try:
        code, reply = connection.data(content)
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        return Answer("unknown", f"{LINE_BROKE}: {error}"[:400])
    if 200 <= code < 300:
        return Answer("accepted", f"{code} {_text(reply)}")
    if code < 400:
        return Answer("unknown", f"{UNREADABLE}: {_text(reply)}")
    return _refused(code, reply)


def _refused(code: int, reply: bytes | str) -> Answer:
    return Answer("deferred" if code < 500 else "bounced", f"{code} {_text(reply)}")


def _text(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return " ".join(text.split())[:400]


def _close(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()
