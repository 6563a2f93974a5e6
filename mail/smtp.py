"""One mail over SMTP, step by step, so that we know whether the server had begun to take it."""

import contextlib
import re
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage, Message
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a mail waits or what became of it, beside the server's own words."""

    NO_ANSWER = "no_answer", _("The mail server does not answer.")
    LOGIN = "login", _("The mail server refuses our user name or password.")
    SENDER = "sender", _("The mail server does not let us send.")
    WENT_AWAY = "went_away", _("The mail server went away before the mail was sent.")
    LINE_BROKE = "line_broke", _("The line broke while the mail was handed over.")
    UNREADABLE = "unreadable", _("The mail server’s answer cannot be read.")
    STOPPED = "stopped", _("The worker stopped while the mail was handed over.")
    ERROR = "error", _("The mail could not be made.")
    ADDRESS = "address", _("The address has letters that mail servers do not take.")
    SUPPRESSED = "suppressed", _("The address has refused our mail for good, so no more is sent there.")
    SAME = "same", _("Another mail of this report goes to the same mailbox.")
    LEFT = "left", _("No longer a recipient when it was to be sent.")
    NEEDLESS = "needless", _("There was nothing left to say when it was to be sent.")
    RESTORED = "restored", _("It may have been sent before a backup was restored.")


@dataclass(frozen=True)
class Answer:
    """What came of it: accepted, deferred (try later), bounced (never), unknown (it may have been taken), or away (the
    server has failed any mail, whoever it is to). `reason` is ours, `reply` the server's words as they came;
    `is_of_address` when there is no such mailbox, or it takes nothing any more."""

    outcome: str
    reply: str
    reason: str = ""
    is_of_address: bool = False


# Seconds that a server is given to say goodbye in; what it has said of the mail is written by then.
GOODBYE = 2
GO_AHEAD = 354
# What says that the mailbox is not there, has moved, or takes nothing (RFC 3463, RFC 7505).
OF_ADDRESS = re.compile(r"5\.(1\.(1|2|3|6|10)|2\.[0-3])\b")


@contextlib.contextmanager
def handed_over(
    message: Message | EmailMessage, sender: str, address: str, before_data: Callable[[], None]
) -> Iterator[Answer]:
    """Send to one address. `before_data` is called when the server has said that it waits for the mail and nothing of
    it has been sent: what it raises stops the sending, and the mail has certainly not gone out. Its answer is the
    caller's to write down before the line is closed: closing, too, can go wrong."""
    if not address.isascii():
        yield Answer("bounced", "", Reason.ADDRESS)
        return
    options: dict[str, Any] = dict(settings.MAILERS["default"]["OPTIONS"])  # type: ignore[arg-type]
    try:
        connection = _connect(options)
    except smtplib.SMTPAuthenticationError as error:
        yield Answer("away", f"{error.smtp_code} {_text(error.smtp_error)}", Reason.LOGIN)
        return
    except (OSError, smtplib.SMTPException) as error:
        yield Answer("away", _text(str(error)), Reason.NO_ANSWER)
        return
    try:
        yield _hand_over(connection, message, sender, address, before_data)
        _say_goodbye(connection)
    finally:
        connection.close()


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
    if refused := _from_and_to(connection, sender, address) or _asked_for_it(connection):
        return refused
    content = _dotted(message.as_bytes())
    before_data()
    try:
        if connection.sock:
            connection.sock.settimeout(settings.SMTP_ANSWER_TIMEOUT)
        connection.send(content)
        code, reply = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Answer("unknown", _text(str(error)), Reason.LINE_BROKE)
    if 200 <= code < 300:
        return Answer("accepted", f"{code} {_text(reply)}")
    if code < 400:
        return Answer("unknown", _text(reply), Reason.UNREADABLE)
    return _refused(code, reply)


def _asked_for_it(connection: smtplib.SMTP) -> Answer | None:
    """None when the server waits for the mail; until then nothing of it has been sent."""
    try:
        code, reply = connection.docmd("DATA")
    except (OSError, smtplib.SMTPException) as error:
        return Answer("deferred", _text(str(error)), Reason.WENT_AWAY)
    return None if code == GO_AHEAD else _refused(code, reply)


def _dotted(content: bytes) -> bytes:
    """As it goes over the line, to the dot that ends it (RFC 5321 §4.5.2)."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    return b"".join((b"." + line if line.startswith(b".") else line) + b"\r\n" for line in lines) + b".\r\n"


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
        return None if 200 <= code < 300 else replace(_refused(code, reply), is_of_address=_is_of_address(code, reply))
    except (OSError, smtplib.SMTPException) as error:
        return Answer("deferred", _text(str(error)), Reason.WENT_AWAY)


def _is_of_address(code: int, reply: bytes | str) -> bool:
    """Whether the server says so in an enhanced code. A bare 550 is also what a relay says that takes mail for nobody,
    and would shut every address in a minute."""
    return code >= 500 and OF_ADDRESS.match(_text(reply)) is not None


def _refused(code: int, reply: bytes | str) -> Answer:
    return Answer("deferred" if code < 500 else "bounced", f"{code} {_text(reply)}")


def _text(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return " ".join(text.split())[:400]


def _say_goodbye(connection: smtplib.SMTP) -> None:
    """A server that does not answer has heard it all the same."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        if connection.sock:
            connection.sock.settimeout(GOODBYE)
            connection.quit()
