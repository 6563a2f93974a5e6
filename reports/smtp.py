"""One mail over SMTP, step by step, so that we know whether the server had begun to take it."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Any

from django.conf import settings

from reports.models import Reason


@dataclass(frozen=True)
class Answer:
    """What came of it: accepted, deferred (try later), bounced (never), unknown (it may have been taken), or away (the
    server has failed any mail, whoever it is to). `reason` is ours, `reply` the server's words as they came."""

    outcome: str
    reply: str
    reason: str = ""


def send(message: Message | EmailMessage, sender: str, address: str, before_data: Callable[[], None]) -> Answer:
    """Send to one address. `before_data` is called when the server has agreed to take the mail and nothing of it has
    been sent: what it raises stops the sending, and the mail has certainly not gone out."""
    if not address.isascii():
        return Answer("bounced", "", Reason.ADDRESS)
    options: dict[str, Any] = dict(settings.MAILERS["default"]["OPTIONS"])  # type: ignore[arg-type]
    try:
        connection = _connect(options)
    except smtplib.SMTPAuthenticationError as error:
        return Answer("away", f"{error.smtp_code} {_text(error.smtp_error)}", Reason.LOGIN)
    except (OSError, smtplib.SMTPException) as error:
        return Answer("away", _text(str(error)), Reason.NO_ANSWER)
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
    if refused := _from_and_to(connection, sender, address):
        return refused
    content = message.as_bytes()
    before_data()
    try:
        code, reply = connection.data(content)
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        return Answer("unknown", _text(str(error)), Reason.LINE_BROKE)
    if 200 <= code < 300:
        return Answer("accepted", f"{code} {_text(reply)}")
    if code < 400:
        return Answer("unknown", _text(reply), Reason.UNREADABLE)
    return _refused(code, reply)


def _from_and_to(connection: smtplib.SMTP, sender: str, address: str) -> Answer | None:
    """None when the server takes both; it has not heard of the recipient when it refuses the sender."""
    try:
        code, reply = connection.mail(sender)
        if not 200 <= code < 300:
            return Answer("away", f"{code} {_text(reply)}", Reason.SENDER)
    except (OSError, smtplib.SMTPException) as error:
        return Answer("away", _text(str(error)), Reason.NO_ANSWER)
    try:
        code, reply = connection.rcpt(address)
        return None if 200 <= code < 300 else _refused(code, reply)
    except (OSError, smtplib.SMTPException) as error:
        return Answer("deferred", _text(str(error)), Reason.WENT_AWAY)


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
