"""Addresses that have refused our mail for good: asked on and on, their servers take us for senders of junk."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from mail.models import Suppression


def holds(mailbox: str) -> bool:
    """Whether nothing is to be sent there."""
    return Suppression.objects.standing().filter(mailbox=mailbox).exists()


def among(mailboxes: Iterable[str]) -> set[str]:
    standing = Suppression.objects.standing().filter(mailbox__in=list(mailboxes))
    return set(standing.values_list("mailbox", flat=True))


def suppress(mailbox: str, reply: str, at: datetime) -> None:
    """Until somebody says to try again."""
    row = Suppression(mailbox=mailbox, reply=reply, since=at)
    Suppression.objects.bulk_create([row], ignore_conflicts=True)


def lift(mailboxes: Iterable[str], *, by: User, at: datetime) -> None:
    """Whoever may send a mail there again says so by doing it; the caller has asked whether she may."""
    Suppression.objects.standing().filter(mailbox__in=mailboxes).update(lifted_at=at, lifted_by=by)
