"""When a schedule is due: wall-clock days in its own zone made into moments; periods, and the day a report tells of."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from journal.due import moment
from reports.rhythm import Rhythm

if TYPE_CHECKING:
    from reports.models import Schedule

MONTHS_APART = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}


@dataclass(frozen=True)
class Due:
    """A moment (UTC) at which a run is due, the last day it reports on, and its period's key."""

    at: datetime
    as_of: date
    period: str

    @property
    def on(self) -> date:
        """The day by the schedule's own clock: what is promised for it is promised once."""
        return self.as_of + timedelta(days=1)


def days(schedule: "Schedule", first: date) -> Iterator[date]:
    """The schedule's days from `first` on, without end; the 31st of a short month is its last day."""
    if schedule.rhythm == Rhythm.WEEKLY:
        day = first + timedelta(days=(schedule.weekday - first.isoweekday()) % 7)
        while True:
            yield day
            day += timedelta(days=7)
    step = MONTHS_APART[Rhythm(schedule.rhythm)]
    month = (first.year * 12 + first.month - 1) // step * step
    while True:
        year, index = divmod(month, 12)
        day = date(year, index + 1, min(schedule.day, calendar.monthrange(year, index + 1)[1]))
        if day >= first:
            yield day
        month += step


def dues(schedule: "Schedule", after: datetime) -> Iterator[Due]:
    """What is due later than `after`, in order, without end."""
    zone = ZoneInfo(schedule.time_zone)
    for day in days(schedule, after.astimezone(zone).date() - timedelta(days=1)):
        at = moment(day, schedule.at_time, zone)
        if at > after:
            yield due_on(schedule, day, at)


def upcoming(schedule: "Schedule", at: datetime, count: int = 3) -> list[datetime]:
    """The next moments at which it is due, for people to read."""
    return [due.at for due in islice(dues(schedule, at), count)]


def planned(schedule: "Schedule", count: int = 3) -> list[datetime]:
    """The next moments at which it will be carried out: none while paused, and none that has been already."""
    if schedule.paused_at or not schedule.next_due_at:
        return []
    return upcoming(schedule, schedule.next_due_at - timedelta(seconds=1), count)


def due_on(schedule: "Schedule", day: date, at: datetime) -> Due:
    """A report sent on a morning speaks of the day before."""
    as_of = day - timedelta(days=1)
    return Due(at, as_of, period(schedule.rhythm, as_of))


def due_at(schedule: "Schedule", at: datetime) -> Due:
    return due_on(schedule, at.astimezone(ZoneInfo(schedule.time_zone)).date(), at)


def previous_as_of(schedule: "Schedule", due: Due) -> date:
    """The day the report before would have spoken of."""
    apart = {Rhythm.WEEKLY: 9, Rhythm.MONTHLY: 40, Rhythm.QUARTERLY: 110}[Rhythm(schedule.rhythm)]
    earlier = list(_between(schedule, due.at - timedelta(days=apart), due.at))
    return earlier[-1].as_of if earlier else due.as_of - timedelta(days=apart)


def _between(schedule: "Schedule", after: datetime, before: datetime) -> Iterator[Due]:
    for due in dues(schedule, after):
        if due.at >= before:
            return
        yield due


def period(rhythm: str, as_of: date) -> str:
    """ "2026-W46", "2026-11" or "2026-Q4": the period in which the report's last day lies."""
    if rhythm == Rhythm.WEEKLY:
        year, week, _ = as_of.isocalendar()
        return f"{year}-W{week:02}"
    if rhythm == Rhythm.QUARTERLY:
        return f"{as_of.year}-Q{(as_of.month + 2) // 3}"
    return f"{as_of:%Y-%m}"
