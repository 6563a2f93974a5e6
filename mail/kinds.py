"""The kinds of mail: each says to whom it goes, how it is written, and what follows from what became of it.

The ledger knows none of them: the rooms whose mails they are register them when the process starts.
"""

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage, Message
from typing import Any

from django.utils.functional import Promise

from mail.models import Mail


@dataclass(frozen=True)
class Letter:
    """A mail as it is handed over."""

    message: Message | EmailMessage
    # Of the mail's own noun, written down when it is sent.
    facts: dict[str, Any] = field(default_factory=dict)


class Kind:
    """`code` stands in the ledger, so it stays as it is."""

    code: str
    # One worker at a time is with the mails of this kind.
    is_alone = False
    # What whoever stops these mails gets no more; "" when there is no stopping them.
    stoppable: str | Promise = ""

    def address(self, mail: Mail, at: datetime) -> str:
        """Where it goes now; "" when it is not to be sent any more."""
        raise NotImplementedError

    def letter(self, mail: Mail, at: datetime) -> Letter | None:
        """None when there is nothing left to say. From frozen data where that is what was promised; secrets are made
        here, and not kept."""
        raise NotImplementedError

    def sending(self, mail: Mail, letter: Letter) -> None:
        """Written in the transaction that says the mail is being sent."""

    def left(self, mail: Mail, at: datetime) -> None:
        """It is not sent, since whom it was to has left; `mail` is still held by who calls."""

    def stop(self, mail: Mail) -> None:
        """She who got it wants no more of them."""

    def tried(self, mail: Mail, at: datetime) -> None:
        """After each try: what became of it stands in its state."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.code] = kind


def named(code: str) -> Kind:
    return _kinds[code]


def of(mail: Mail) -> Kind:
    return named(mail.kind)
