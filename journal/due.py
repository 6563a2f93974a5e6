"""What a date brings: a noun says what it has promised by a moment; each promise is kept once, or given up by a rule.

The noun's own unique key is what makes it once (a run of a schedule's day, a mail of a user's morning); its row is
locked meanwhile, so that of two ticks the second finds nothing. `worker/due/` carries out those of all rooms.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Model, QuerySet

# A tick comes each minute; what is kept by then was not missed.
IN_TIME = timedelta(minutes=5)
log = logging.getLogger(__name__)


class Missed(StrEnum):
    """Which promises are kept after all when their moment has passed unseen, as while the system was down."""

    NEWEST = "newest"
    ALL = "all"
    NONE = "none"


class Promises[Row: Model, Promise]:
    """What rows of a noun have promised. `settle` is for whoever holds the row's lock, a verb that changes what it
    promises included; `settle_all` for the tick."""

    missed: Missed

    def rows(self, at: datetime) -> QuerySet[Row]:
        """Those of which something has come by `at`."""
        raise NotImplementedError

    def come(self, row: Row, at: datetime) -> Sequence[Promise]:
        """What has come by `at`, and has neither been kept nor given up; the oldest first."""
        raise NotImplementedError

    def moment(self, promise: Promise) -> datetime:
        raise NotImplementedError

    def keep(self, row: Row, kept: Sequence[Promise], given_up: Sequence[Promise], at: datetime) -> None:
        """The verb, in the transaction of its caller; from then on none of them has come."""
        raise NotImplementedError

    def take_back(self, at: datetime) -> None:
        """After a clock that ran ahead: what it gave up is promised again, each at its own time."""

    def failed(self, row: Row, at: datetime) -> None:
        """It could not be kept, and is tried at the next tick; here its owner is told."""

    def settle(self, row: Row, at: datetime) -> Sequence[Promise]:
        promises = self.come(row, at)
        if promises:
            kept = self._kept(promises, at)
            self.keep(row, kept, [one for one in promises if one not in kept], at)
        return promises

    def _kept(self, promises: Sequence[Promise], at: datetime) -> Sequence[Promise]:
        if self.missed == Missed.NEWEST:
            return promises[-1:]
        return [one for one in promises if self.missed == Missed.ALL or at - self.moment(one) <= IN_TIME]

    def settle_all(self, at: datetime) -> list[tuple[Row, Sequence[Promise]]]:
        """Of each row what was settled. One whose promises cannot be kept leaves the others theirs."""
        rows = self.rows(at)
        settled = [self._by_itself(rows.model, pk, at) for pk in list(rows.values_list("pk", flat=True))]
        return [one for one in settled if one]

    def _by_itself(self, model: type[Row], pk: Any, at: datetime) -> tuple[Row, Sequence[Promise]] | None:
        try:
            with transaction.atomic():
                row = model._default_manager.select_for_update(no_key=True).get(pk=pk)
                return row, self.settle(row, at)
        except Exception:
            log.exception("what %s %s had promised could not be kept", model._meta.label, pk)
        try:
            self.failed(model._default_manager.get(pk=pk), at)
        except Exception:
            log.exception("nor could %s %s be told of it", model._meta.label, pk)
        return None


def moment(day: date, at_time: time, zone: ZoneInfo) -> datetime:
    """That wall-clock time as UTC; a time that the clock change leaves out becomes the first minute after the gap, one
    that comes twice the first of the two."""
    local = datetime.combine(day, at_time, tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _first_after_gap(local.replace(fold=1).astimezone(UTC), instant, zone)


def _first_after_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The minute at which the clock changes. A time inside the gap, read by the offset that follows it, lies before
    the change; read by the offset that goes before it, it lies after (PEP 495)."""
    offset = after.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds()) // 60
    while low < high:
        middle = (low + high) // 2
        if (before + timedelta(minutes=middle)).astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle + 1
    return before + timedelta(minutes=low)
