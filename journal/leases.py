"""Who works on a row: a lease with owner and end by the database's clock, and a fence that refuses a late owner."""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connections, models
from django.db.models import F, Q
from django.db.models.functions import Now

# What a worker that died has left is taken up, or told as unknown, within two minutes: the lease and a tick.
LEASE = timedelta(minutes=1)
# How often a lease is made longer while its work goes on, and for how long at most.
PULSE = timedelta(seconds=15)
LONGEST = timedelta(minutes=30)
# A lease that ends later than any given now can was given by a clock that ran ahead: it would hold its row till then.
LEEWAY = timedelta(minutes=5)
log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Somebody else has claimed the row since: whatever this worker made of it must not be written."""


def me() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:60]


def free() -> Q:
    """Of the rows with a lease those that nobody holds."""
    return Q(claimed_until=None) | ended()


def ended() -> Q:
    """Those that somebody had and holds no more."""
    return Q(claimed_until__lt=Now()) | Q(claimed_until__gt=Now() + LEASE + LEEWAY)


def claim(rows: models.QuerySet[Any], pk: int, **changes: Any) -> Any | None:
    """The row, claimed by this process, if it is among `rows` and nobody holds it; None otherwise."""
    claimed = rows.filter(free(), pk=pk).update(
        claimed_by=me(), claimed_until=Now() + LEASE, fence=F("fence") + 1, attempts=F("attempts") + 1, **changes
    )
    return rows.model.objects.get(pk=pk) if claimed else None


def write(row: Any, **changes: Any) -> None:
    """Change the row under its lease; raises LeaseLost when a later claim has taken it."""
    if not type(row).objects.filter(pk=row.pk, fence=row.fence).update(**changes):
        raise LeaseLost
    for name, value in changes.items():
        setattr(row, name, value)


@contextmanager
def kept(row: Any) -> Iterator[None]:
    """While the work goes on, its lease is made longer; work that hangs loses it in the end."""
    is_done = threading.Event()
    thread = threading.Thread(target=_keep, args=(type(row), row.pk, row.fence, is_done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_done.set()
        thread.join()


def _keep(model: type[models.Model], pk: int, fence: int, is_done: threading.Event) -> None:
    """In a thread with a connection of its own. A released row names nobody, so it is not taken up again."""
    end = time.monotonic() + LONGEST.total_seconds()
    try:
        while not is_done.wait(PULSE.total_seconds()) and time.monotonic() < end:
            mine = model._default_manager.filter(pk=pk, fence=fence, claimed_by=me())
            if not mine.update(claimed_until=Now() + LEASE):
                return
    except DatabaseError:
        log.exception("the lease of %s %s could not be made longer", model.__name__, pk)
    finally:
        connections.close_all()


def release(row: Any, **changes: Any) -> None:
    write(row, claimed_by="", claimed_until=None, **changes)
