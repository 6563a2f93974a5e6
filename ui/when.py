"""When something was or will be, as people write it: "igår 10–11", "24/11 10", "fre v 48", "yesterday 2pm 45 min".

A text is read from left to right, clause by clause (`ui/when_clauses.py`, `ui/when_spoken.py`); each clause fills its
slots once. Days come before clock times, so that a number is a time only where no day fits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ui.when_clauses import CLAUSES, Refused, Slots, Today, folded, in_year, skip
from ui.when_spoken import as_meant

LONGEST = 80
OF_DAY = {"day", "part"}
OF_CLOCK = {"start", "minutes", "is_bare", "is_spoken"}


@dataclass(frozen=True)
class When:
    """What could be read; None for what was not said."""

    day: date | None = None
    start: time | None = None
    minutes: int | None = None
    # Whether the day's century was left to us: "12/7-26".
    has_short_year: bool = False


class _Reading:
    """Tries the clauses in order and goes back when the rest of the text makes no sense."""

    def __init__(self, text: str, today: Today, allowed: set[str]) -> None:
        self.text, self.today, self.allowed = folded(text), today, allowed
        self.reason = ""

    def readings(self, at: int, said: Slots) -> Iterator[Slots]:
        at = skip(self.text, at)
        if at == len(self.text):
            if self._is_whole(said):
                yield said
            return
        for clause in CLAUSES:
            found = clause.pattern.match(self.text, at)
            if not found or found.end() == at or not clause.slots <= self.allowed - said.keys():
                continue
            try:
                slots = clause.read(found, self.today)
            except Refused as refused:
                self.reason = self.reason or str(refused)
                continue
            yield from self.readings(found.end(), said | slots)

    def _is_whole(self, said: Slots) -> bool:
        """A bare number is a clock time, and a part of the day is said, only beside a day."""
        if "day" in said or "day" not in self.allowed:
            return True
        if said.get("is_bare"):
            self.reason = self.reason or _("Say which day too, or write kl before the time.")
        return not said.get("is_bare") and "part" not in said


def read(text: str, today: date, *, ahead: bool = False) -> When:
    """Raises ValidationError (date_unreadable) with the reason when something is left that says nothing.

    A weekday is the latest up to today, with `ahead` the next after it; a day without a year the nearest, rather past.
    """
    return _when(_read(text, Today(today, ahead), OF_DAY | OF_CLOCK))


def read_day(text: str, today: date, *, ahead: bool = True) -> date | None:
    """A day alone, such as a task's; None for nothing typed."""
    return read_only_day(text, today, ahead=ahead).day if text.strip() else None


def read_only_day(text: str, today: date, *, ahead: bool = True) -> When:
    """The same with how it was said, for whoever echoes it."""
    return _when(_read(text, Today(today, ahead), OF_DAY))


def read_moment(day: str, clock: str, today: date, *, ahead: bool = False) -> When:
    """A day and the time in a field of its own, where "10" and "5.11" are times; raises what `read` does."""
    said = _read(day, Today(today, ahead), OF_DAY | OF_CLOCK) if day.strip() else {}
    if not clock.strip():
        return _when(said)
    if "start" in said:
        raise ValidationError(_("The time is said twice."), code="date_unreadable")
    return _when(said | _read(clock, Today(today, ahead), OF_CLOCK))


def read_minutes(text: str) -> int:
    """ "45", "1h", "0,5 h", "1 h 15 min" as minutes; raises ValidationError (minutes_unreadable)."""
    if text.isascii() and text.isdigit() and len(text) < 6:
        return int(text)
    try:
        minutes = _read(text, Today(date.min, False), {"minutes"}).get("minutes")
    except ValidationError:
        minutes = None
    if minutes is None:
        raise ValidationError(
            _("“%(text)s” is not a time; write minutes, or 1h."), code="minutes_unreadable", params={"text": text}
        )
    return minutes


def _read(text: str, today: Today, allowed: set[str]) -> Slots:
    reading = _Reading(text, today, allowed)
    said = next(reading.readings(0, {}), None) if len(text) <= LONGEST else None
    if not said:
        raise ValidationError(_refusal(text.strip()[:LONGEST], reading), code="date_unreadable")
    return said


def _when(said: Slots) -> When:
    start = said.get("start")
    start = as_meant(start, said) if start else None
    return When(said.get("day"), start, said.get("minutes"), said.get("has_short_year", False))


def _refusal(text: str, reading: _Reading) -> str:
    if reading.reason:
        return f"“{text}”: {reading.reason}"
    if "day" in reading.allowed:
        return _("“%(text)s” is not a day; write 27/11, fri or yesterday.") % {"text": text}
    return _("“%(text)s” is not a time; write 10:00 or 10–11.") % {"text": text}


def is_far(day: date, today: date) -> bool:
    """More than a year away, either way: more likely a slip than meant."""
    return not today - relativedelta(years=1) <= day <= today + relativedelta(years=1)


def in_words(said: When, today: date) -> str:
    """ "tis 24 nov 10:00–10:45"; with its year where the words alone would be read as another, or it was short."""
    parts = [_day_in_words(said.day or today, today, has_year=said.has_short_year)]
    is_span = said.start and said.minutes and said.minutes <= 720
    if said.start and is_span:
        end = (datetime.combine(date.min, said.start) + timedelta(minutes=said.minutes or 0)).time()
        parts.append(f"{said.start:%H:%M}–{end:%H:%M}")
    elif said.start:
        parts.append(f"{said.start:%H:%M}")
    if said.minutes and not is_span:
        parts.append(_("%(minutes)d min") % {"minutes": said.minutes})
    return " ".join(parts)


def _day_in_words(day: date, today: date, *, has_year: bool) -> str:
    words = f"{date_format(day, 'D')} {date_format(day, 'MONTH_DAY_FORMAT')}"
    is_plain = all(in_year(day.month, day.day, Today(today, ahead)) == day for ahead in (True, False))
    return words if is_plain and not has_year else f"{words} {day.year}"
