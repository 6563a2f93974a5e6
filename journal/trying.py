"""When what could not be done is tried again: a mail, a webhook's sending and what follows an entry alike."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

# Minutes until the next try; after the last it has failed, and somebody is told.
BACKOFF = [1, 5, 15, 60, 180, 360, 720]
# What waits for longer was put off by a clock that ran ahead.
LONGEST = timedelta(minutes=BACKOFF[-1] + 60)


def wait_after(tries: int) -> timedelta | None:
    """None when that was the last."""
    return timedelta(minutes=BACKOFF[tries - 1]) if tries <= len(BACKOFF) else None


def bring_nearer(rows: QuerySet[Any], at: datetime) -> None:
    """What a clock that ran ahead has put off is tried now."""
    rows.filter(next_try_at__gt=at + LONGEST).update(next_try_at=at)
