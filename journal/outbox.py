"""Carry out what follows an entry after its commit: once, under a lease, and again later when it could not be."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from journal import leases, reactions, trying
from journal.models import Following, FollowingState
from ui.waking import wake

# A tick hints at so many: as many as workers see to in a minute.
AT_ONCE = 1000
log = logging.getLogger(__name__)


def waiting(at: datetime) -> QuerySet[Following]:
    return Following.objects.all().next(at).filter(leases.free())[:AT_ONCE]


def carry_out(pk: int, at: datetime) -> None:
    """One that waits; nothing when another worker has it, or something of the same record is to follow before it."""
    row: Following | None = leases.claim(Following.objects.all().next(at).order_by(), pk)
    if row is None:
        return
    try:
        _react(row, at)
    except leases.LeaseLost:
        log.warning("what follows %s was taken over by another worker", row)
    except Exception as error:
        log.exception("%s did not follow", row)
        _later(row, at, type(error).__name__)


@transaction.atomic
def _react(row: Following, at: datetime) -> None:
    """What it writes is kept when the row could be ended, and not otherwise."""
    reactions.after[row.reaction].react(row, at)
    if not Following.objects.filter(pk=row.pk, fence=row.fence).delete()[0]:
        raise leases.LeaseLost
    _wake_next(row)


def _later(row: Following, at: datetime, trouble: str) -> None:
    if wait := trying.wait_after(row.attempts):
        leases.release(row, next_try_at=at + wait, trouble=trouble)
        return
    leases.release(row, state=FollowingState.FAILED, trouble=trouble)
    _wake_next(row)


def _wake_next(row: Following) -> None:
    """Of the same record what has waited for this."""
    same = Following.objects.all().of_record(row.entry).filter(reaction=row.reaction, state=FollowingState.WAITING)
    if found := same.order_by("entry").first():
        wake(found)


def sweep(at: datetime) -> None:
    trying.bring_nearer(Following.objects.all(), at)
