"""Read when a meeting was, as people write it: "igår 10:00 45 min", "fre 8:30-9:30", "27/11", "+2v", "0,5 h"."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ui.text import fold

NEAR = {
    **{"idag": 0, "i dag": 0, "today": 0, "igar": -1, "i gar": -1, "yesterday": -1, "forrgar": -2, "i forrgar": -2},
    **{"imorgon": 1, "i morgon": 1, "tomorrow": 1, "overmorgon": 2},
}
WEEKDAYS = {"man": 0, "mon": 0, "tis": 1, "tue": 1, "ons": 2, "wed": 2, "tor": 3, "thu": 3, "fre": 4, "fri": 4}
WEEKDAYS |= {"lor": 5, "sat": 5, "son": 6, "sun": 6}
MONTHS = ["jan", "feb", "mar", "apr", "ma", "jun", "jul", "aug", "sep", "o", "nov", "dec"]
STEP = re.compile(r"^([+-])\s*(\d{1,3})\s*([dvwm])\b")
TIME = re.compile(r"\b(?:kl\.? ?)?([01]?\d|2[0-3])[:.]([0-5]\d)\b")
RANGE = re.compile(TIME.pattern + r"\s*[-–]\s*" + TIME.pattern)
HOURS = re.compile(r"\b(\d+(?:[.,]\d+)?)\s*(?:h|tim|timmar|timme|hours?)\b")
MINUTES = re.compile(r"\b(\d{1,4})\s*(?:min|minuter|minutes|m)\b")


@dataclass(frozen=True)
class When:
    """What could be read; None for what was not said."""

    day: date | None = None
    start: time | None = None
    minutes: int | None = None


def read(text: str, today: date, *, ahead: bool = False) -> When:
    """Raises ValidationError (date_unreadable) when there is text left that says nothing.

    A weekday or a date without a year is the latest one up to today; with `ahead` the next one from today on.
    """
    rest = fold(text).replace(",", ", ").replace(", 5", ",5")
    rest, minutes = _minutes(rest)
    rest, start, span = _times(rest)
    rest = " ".join(rest.replace("kl.", " ").replace("kl ", " ").strip(" .,").split())
    day = _day(rest, today, ahead, text.strip()) if rest else None
    return When(day, start, span if span is not None else minutes)


def read_day(text: str, today: date, *, ahead: bool = True) -> date | None:
    """A day alone, such as a task's; None for nothing typed."""
    return read(text, today, ahead=ahead).day if text.strip() else None


def read_minutes(text: str) -> int:
    """ "45", "1h", "0,5 h", "1 h 15 min" as minutes; raises ValidationError (minutes_unreadable)."""
    folded = fold(text)
    if folded.isdigit():
        return int(folded)
    rest, minutes = _minutes(folded)
    if minutes is None or rest.strip(" ,"):
        raise ValidationError(
            _("“%(text)s” is not a time; write minutes, or 1h."), code="minutes_unreadable", params={"text": text}
        )
    return minutes


def _minutes(text: str) -> tuple[str, int | None]:
    hours, minutes = HOURS.search(text), MINUTES.search(text)
    if not hours and not minutes:
        return text, None
    total = round(float(hours[1].replace(",", ".")) * 60) if hours else 0
    total += int(minutes[1]) if minutes else 0
    return MINUTES.sub(" ", HOURS.sub(" ", text)), total


def _times(text: str) -> tuple[str, time | None, int | None]:
    if found := RANGE.search(text):
        start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        minutes = (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % 1440
        return RANGE.sub(" ", text), start, minutes
    if found := TIME.search(text):
        return TIME.sub(" ", text, count=1), time(int(found[1]), int(found[2])), None
    return text, None, None


def _day(text: str, today: date, ahead: bool, typed: str) -> date:
    if text in NEAR:
        return today + timedelta(days=NEAR[text])
    if found := STEP.match(text):
        days = int(found[2]) * {"d": 1, "v": 7, "w": 7, "m": 30}[found[3]]
        return today + timedelta(days=days if found[1] == "+" else -days)
    try:
        day = _weekday(text, today, ahead) or _dated(text, today, ahead)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(
            _("“%(text)s” is not a day; write 27/11, fri or yesterday."), code="date_unreadable", params={"text": typed}
        )
    return day


def _weekday(text: str, today: date, ahead: bool) -> date | None:
    weekday = WEEKDAYS.get(text[:3]) if text.isalpha() and len(text) <= 9 else None
    if weekday is None:
        return None
    if ahead:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _dated(text: str, today: date, ahead: bool) -> date | None:
    """2026-11-27, 20261127, 27/11, 27/11 2026, 27.11.26, 27 nov, nov 27 2026."""
    if found := re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)", text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})(?:[-/. ]+(\d{4}|\d\d))?\.?", text):
        return _with_year(int(found[1]), int(found[2]), found[3], today, ahead)
    if found := re.fullmatch(r"(?:[a-z]+,? )?(\d{1,2})\.? ([a-z]+)\.?(?:,? (\d{4}))?", text):
        month = next((index for index, name in enumerate(MONTHS, 1) if found[2].startswith(name)), 0)
        return _with_year(int(found[1]), month, found[3], today, ahead)
    return None


def _with_year(day: int, month: int, year: str | None, today: date, ahead: bool) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = date(today.year, month, day)
    if ahead and this < today - timedelta(days=180):
        return date(today.year + 1, month, day)
    if not ahead and this > today + timedelta(days=31):
        return date(today.year - 1, month, day)
    return this
