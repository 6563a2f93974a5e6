"""Days and hours of the demo: working days, office hours in Stockholm, all counted from one given day."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
STARTS = [(8, 30), (9, 0), (9, 0), (10, 0), (10, 0), (10, 30), (13, 0), (13, 0), (13, 15), (14, 0), (15, 0), (15, 30)]


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), STOCKHOLM)


def working(day: date, step: int = -1) -> date:
    """The day itself, or the nearest working day before (step -1) or after it (1)."""
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def office_hour(random: Random, day: date) -> datetime:
    return at(day, *random.choice(STARTS))


def between(random: Random, first: date, last: date) -> date:
    """A working day from `first` to `last` (the first one when there is none between)."""
    days = max((last - first).days, 0)
    return max(working(first + timedelta(days=random.randint(0, days))), first)


def months_back(day: date, months: int) -> date:
    """The same day of an earlier month, at most the 28th."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, min(day.day, 28))
