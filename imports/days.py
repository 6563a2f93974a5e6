"""Days as files have them, and the order of day, month and year, which only a whole column can say.

12/07/2024 is 12 July here and 7 December in America; 12-07-24 is 2012-07-24 or 12 July 2024. A column whose days can
be read in one order only, or whose other days say which is meant, is read so and that is told; of others a person is
asked once.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

from imports.saying import said as _
from ui.text import fold

DMY, MDY, YMD = "dmy", "mdy", "ymd"
ORDERS = (DMY, MDY, YMD)
FIRST, LAST = 1950, 2100
# Two-figure years from here on are of the last century.
PIVOT = 70
NAMES = "jan feb mar apr maj jun jul aug sep okt nov dec"
MONTHS = {name: number for number, name in enumerate(NAMES.split(), 1)} | {"may": 5, "oct": 10, "mai": 5}
CLOCK = re.compile(
    r"(?:t|[ ,]+(?:kl\.? ?)?)(\d{1,2})[:.](\d\d)(?:[:.]\d\d(?:\.\d+)?)?"
    r"(?: ?([ap])\.?m\.?)?(?: ?(?:z|utc|[+-]\d\d:?\d\d))?$"
)
STAMP = re.compile(r"(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)? ?(z|utc|gmt|[+-]\d\d:?\d\d)")
FIGURES = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{4}|\d\d)")
DAY_FIRST = [
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})[ -]+(?P<y>\d{4}|\d\d)"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}|\d\d)"),
    re.compile(r"(?:den )?(?P<d>\d{1,2})(?:\.|:e|st|nd|rd|th)?[ -](?P<n>[a-z]{3,9})\.?,?[ -](?P<y>\d{4}|\d\d)"),
    re.compile(r"(?P<n>[a-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
]
YEAR_FIRST = [
    re.compile(r"(?P<y>\d{4})[-/. ](?P<m>\d{1,2})[-/. ](?P<d>\d{1,2})"),
    re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"),
]


@dataclass(frozen=True)
class Ambiguous:
    """What a text may mean, by order; `style` is "/yy" for years of two figures, which go their own way."""

    meant: dict[str, date]
    style: str = ""


@lru_cache(maxsize=4096)
def at_home(text: str) -> str:
    """The text, folded; a moment in another zone as it is here, but for midnight, which machines write for a day."""
    folded = fold(text)
    if (found := STAMP.fullmatch(folded)) is None:
        return folded
    day, time, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{time}{zone if zone[0] in '+-' else 'Z'}")
    except ValueError:
        return folded
    return day if time == "00:00" else moment.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%d %H:%M")


def is_elsewhere(text: str) -> bool:
    """Whether a moment is said by another clock than ours."""
    said, here = fold(text), at_home(text)
    return said != here and said[11:16] != here[11:16]


def without_clock(text: str) -> str:
    return CLOCK.sub("", at_home(text)).strip(" ,")


def is_clock_lost(text: str) -> bool:
    """Whether a time is said that no clock shows ("24:00")."""
    found = CLOCK.search(at_home(text))
    return bool(found and without_clock(text) and _shown(found) is None)


def clock(text: str) -> tuple[int, int] | None:
    """(hour, minute) after a day; None where none is said, midnight being what machines write for none."""
    found = CLOCK.search(at_home(text))
    if found is None or not without_clock(text):
        return None
    shown = _shown(found)
    return shown if shown != (0, 0) else None


def _shown(found: re.Match[str]) -> tuple[int, int] | None:
    hour, minute = int(found[1]), int(found[2])
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "p" else 0) if 1 <= hour <= 12 else 24
    return (hour, minute) if hour < 24 and minute < 60 else None


def read(text: str) -> date | Ambiguous | None:
    """The day a text says; None when it says none that a file would."""
    plain = without_clock(text)
    for shape in (*YEAR_FIRST, *DAY_FIRST):
        if found := shape.fullmatch(plain):
            return _named(found)
    if re.fullmatch(r"\d{6}", plain):
        plain = f"{plain[:2]}-{plain[2:4]}-{plain[4:]}"
    return _figures(plain)


def _named(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    name = parts.get("n")
    month = MONTHS.get(name[:3], 0) if name else int(parts["m"])
    return _day(int(parts["d"]), month, _year(parts["y"]))


def _figures(plain: str) -> date | Ambiguous | None:
    found = FIGURES.fullmatch(plain)
    if found is None or len(found[1]) > 2:
        return None
    first, second, third = found[1], found[3], found[4]
    readings = {DMY: (first, second, third), MDY: (second, first, third)}
    if len(third) == 2:
        # American files with two figures of the year write slashes; nobody writes 05-28-24 with dashes unasked.
        american = {MDY: readings[MDY]} if found[2] == "/" else {}
        readings = {YMD: (third, second, first), DMY: readings[DMY], **american}
    meant = {order: _day(int(day), int(month), _year(year)) for order, (day, month, year) in readings.items()}
    possible = {order: day for order, day in meant.items() if day}
    return Ambiguous(possible, "/yy" if len(third) == 2 else "") if possible else None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (1900 if int(text) >= PIVOT else 2000)


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day) if FIRST <= year < LAST else None
    except ValueError:
        return None


def is_year_guessed(text: str, day: date) -> bool:
    """Whether the text leaves the day's century to the reader: 25.3.99, 12 juli 24."""
    return str(day.year) not in at_home(text)


def order_of(open_ones: list[dict[str, date]], plain: list[date], style: str = "") -> str:
    """The order in which a column's open days are written; "" where a person must say.

    It is the one order that fits them all, or the one under which all lie among the column's plain days; with years of
    two figures both, where there are plain days. A column that puts the month first is never read so unasked.
    """
    several = [meant for meant in open_ones if len(set(meant.values())) > 1]
    fitting = _orders(open_ones)
    among = _orders([{order: day for order, day in meant.items() if _is_among(day, plain)} for meant in several])
    if style and plain:
        fitting = among = [order for order in fitting if order in among]
    for orders in (fitting, among):
        if len(orders) == 1:
            return orders[0] if orders[0] != MDY else ""
    return ""


def _orders(meant: list[dict[str, date]]) -> list[str]:
    return [order for order in ORDERS if all(order in one for one in meant)]


def _is_among(day: date, plain: list[date]) -> bool:
    return bool(plain) and min(plain) - timedelta(days=366) <= day <= max(plain) + timedelta(days=366)


def guessed(text: str, day: date) -> str:
    return _("“%(text)s” is read as %(day)s.") % {"text": text, "day": day.isoformat()}


def asked(text: str) -> str:
    return _("“%(text)s” can be read as more than one day; say once for the column how its days are written.") % {
        "text": text
    }
