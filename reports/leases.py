"""Who works on a row: a lease with owner and end by the database's clock, and a fence that refuses a late owner."""

import os
import socket
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

LEASE = timedelta(minutes=5)


class LeaseLost(Exception):
    """Somebody else has claimed the row since: whatever this worker made of it must not be written."""


def me() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:60]


def claim(rows: models.QuerySet[Any], pk: int, **changes: Any) -> Any | None:
    """The row, claimed by this process, if it is among `rows` and nobody holds it; None otherwise."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=Now())
    claimed = rows.filter(free, pk=pk).update(
        claimed_by=me(), claimed_until=Now() + LEASE, fence=F("fence") + 1, attempts=F("attempts") + 1, **changes
    )
    return rows.model.objects.get(pk=pk) if claimed else None


def write(row: Any, **changes: Any) -> None:
    """Change the row under its lease; raises LeaseLost when a later claim has taken it."""
    if not type(row).objects.filter(pk=row.pk, fence=row.fence).update(**changes):
        raise LeaseLost
    for name, value in changes.items():
        setattr(row, name, value)


def release(row: Any, **changes: Any) -> None:
    write(row, claimed_by="", claimed_until=None, **changes)
