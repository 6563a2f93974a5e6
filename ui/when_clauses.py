"""The clauses of which the words for a time are made: days, weeks, parts of the day, lengths, clock times."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from ui.text import fold

Slots = dict[str, Any]
NEAR = {
    **{"i dag": 0, "idag": 0, "today": 0, "i gar": -1, "igar": -1, "yesterday": -1, "imorgon": 1, "i morgon": 1},
    **{"i morron": 1, "imorron": 1, "tomorrow": 1, "i forrgar": -2, "iforrgar": -2, "forrgar": -2},
    **{"the day before yesterday": -2, "day before yesterday": -2, "i overmorgon": 2, "overmorgon": 2},
    **{"the day after tomorrow": 2, "day after tomorrow": 2},
}
MONTHS = [
    *("jan|januari|january", "feb|februari|february", "mar|mars|march", "apr|april", "maj|may", "jun|juni|june"),
    *("jul|juli|july", "aug|augusti|august", "sep|sept|september", "okt|oktober|oct|october", "nov|november"),
    "dec|december",
]
MONTH_OF = {word: number for number, words in enumerate(MONTHS, 1) for word in words.split("|")}
WEEKDAY_OF = {
    **{"man": 0, "mon": 0, "tis": 1, "tue": 1, "ons": 2, "wed": 2, "tor": 3, "thu": 3, "fre": 4, "fri": 4},
    **{"lor": 5, "sat": 5, "son": 6, "sun": 6},
}
WEEK_OF = {
    **{"nasta vecka": 1, "next week": 1, "forra veckan": -1, "last week": -1},
    **{"den har veckan": 0, "denna vecka": 0, "this week": 0},
}
NUMBER_OF = {"en": 1, "ett": 1, "a": 1, "an": 1, "one": 1, "tva": 2, "two": 2, "tre": 3, "three": 3}
LATER = {"em", "eftermiddag", "eftermiddagen", "eftermiddags", "kvall", "kvallen", "afternoon", "evening", "tonight"}
LATER |= {"efter lunch", "after lunch"}
EARLIER = {"fm", "formiddag", "formiddagen", "formiddags", "morse", "morgon", "morgonen", "bitti", "morning"}
EARLIER |= {"fore lunch", "innan lunch", "before lunch"}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


NUMBER = rf"\d{{1,3}}|{_any(NUMBER_OF)}"
MONTH = _any(MONTH_OF)
WEEKDAY = (
    r"(?:man|tis|ons|tors?|fre|lor|son)(?:dag(?:en|s)?)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?"
    r"|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
NAMED = rf"(?:(?P<named>{WEEKDAY})\.?,? (?:den )?)?"
CLOCK = r"\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\b\.?)?|\d{4}"
AT = r"(?P<at>(?:kl\.?|klockan|at|@) ?)?"
# "10 i 45 min"; "för" is "for" after folding.
FOR = r"(?:i |for )?"
# What was read ends here: "24/1" is not the beginning of "24/11" or of "24/1-26".
END = r"(?!\w)(?![.,:/-]\d)"
BETWEEN = re.compile(r"(?:[\s,;]|[.](?!\d)|(?:den|the|on|from|fran|mellan|between)\b(?= ))*")


class Refused(Exception):
    """The clause is meant and cannot be: with the sentence that says why."""


@dataclass(frozen=True)
class Today:
    """The day from which to count; `ahead` when what is written lies rather in the future."""

    on: date
    ahead: bool


@dataclass(frozen=True)
class Clause:
    pattern: re.Pattern[str]
    slots: frozenset[str]
    read: Callable[[re.Match[str], Today], Slots]


# Tried in this order; of several patterns for one reading the lowest is the first.
CLAUSES: list[Clause] = []


def clause(pattern: str, *slots: str) -> Callable[[Any], Any]:
    def add(read: Callable[[re.Match[str], Today], Slots]) -> Callable[[re.Match[str], Today], Slots]:
        CLAUSES.append(Clause(re.compile(f"(?:{pattern}){END}", re.ASCII), frozenset(slots), read))
        return read

    return add


def folded(text: str) -> str:
    return re.sub("[‐‑‒–—−]", "-", fold(text)).replace(" - ", "-")


def skip(text: str, at: int) -> int:
    found = BETWEEN.match(text, at)
    return found.end() if found else at


def in_year(month: int, day: int, today: Today) -> date | None:
    """That day in the year that brings it nearest: from nine months back, or half a year when it lies ahead."""
    first = today.on - timedelta(days=183 if today.ahead else 270)
    found = (_date(year, month, day) for year in (first.year, first.year + 1))
    return next((one for one in found if one and first < one <= first + relativedelta(years=1)), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(found: re.Match[str], year: str | None, month: int, day: int, today: Today) -> Slots:
    full = int(year) + (2000 if len(year) == 2 else 0) if year else 0
    read = _date(full, month, day) if year else in_year(month, day, today)
    if read is None:
        raise Refused(_("There is no such day."))
    named = found.groupdict().get("named")
    if named and WEEKDAY_OF[named[:3]] != read.weekday():
        raise Refused(_("That day is not the weekday you wrote."))
    return {"day": read, "has_short_year": bool(year) and len(year or "") == 2}


@clause(_any(NEAR), "day")
def _near(found: re.Match[str], today: Today) -> Slots:
    return {"day": today.on + timedelta(days=NEAR[found[0]])}


@clause(r"((?:19|20)\d\d)(-?)(\d\d)\2(\d\d)", "day")
def _iso(found: re.Match[str], today: Today) -> Slots:
    return _day(found, found[1], int(found[3]), int(found[4]), today)


@clause(rf"{NAMED}(\d{{1,2}})([/.])(\d{{1,2}})()", "day")
@clause(rf"{NAMED}(\d{{1,2}})([/.])(\d{{1,2}})[/.-](\d\d)", "day")
@clause(rf"{NAMED}(\d{{1,2}})([/.-])(\d{{1,2}})(?:\3| |-)((?:19|20)\d\d)", "day")
def _figures(found: re.Match[str], today: Today) -> Slots:
    return _day(found, found[5], int(found[4]), int(found[2]), today)


@clause(rf"{NAMED}(\d{{1,2}})(?:\.|:[ea]|st|nd|rd|th)? ?(?:of )?({MONTH})\.?(?:,? ((?:19|20)\d\d))?", "day")
def _day_month(found: re.Match[str], today: Today) -> Slots:
    return _day(found, found[4], MONTH_OF[found[3]], int(found[2]), today)


@clause(rf"{NAMED}({MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?:,? ((?:19|20)\d\d))?", "day")
def _month_day(found: re.Match[str], today: Today) -> Slots:
    return _day(found, found[4], MONTH_OF[found[2]], int(found[3]), today)


@clause(r"(\d{1,2})(?::e|:a|st|nd|rd|th)", "day")
def _of_this_month(found: re.Match[str], today: Today) -> Slots:
    """ "den 20:e": the latest one, or the next when it lies ahead."""
    steps = (relativedelta(months=step if today.ahead else -step) for step in range(12))
    days = (_date((today.on + step).year, (today.on + step).month, int(found[1])) for step in steps)
    fits = (one for one in days if one and (one >= today.on if today.ahead else one <= today.on))
    day = next(fits, None)
    if day is None:
        raise Refused(_("There is no such day."))
    return {"day": day}


WEEK = rf"(?:(?:(\d{{4}})-)?(?:v\.?|vecka|week|wk|w) ?(\d{{1,2}})(?: (20\d\d))?|({_any(WEEK_OF)}))"


@clause(rf"(){WEEK}()", "day")
@clause(rf"(){WEEK},? (?:pa )?({WEEKDAY})", "day")
@clause(rf"({WEEKDAY}),? (?:i |of )?{WEEK}()", "day")
def _week(found: re.Match[str], today: Today) -> Slots:
    """A day of a week; a week alone is its Friday when something is due, and otherwise no day."""
    monday = _monday(found, today)
    if named := found[1] or found[6]:
        return {"day": monday + timedelta(days=WEEKDAY_OF[named[:3]])}
    if not today.ahead:
        raise Refused(_("A week is not a day; write which day of it, like fri v 48."))
    return {"day": monday + timedelta(days=4)}


def _monday(found: re.Match[str], today: Today) -> date:
    this = today.on - timedelta(days=today.on.weekday())
    if found[5]:
        return this + timedelta(weeks=WEEK_OF[found[5]])
    year, week = found[2] or found[4], int(found[3])
    first = this - timedelta(days=183 if today.ahead else 270)
    for one in [int(year)] if year else [first.year, first.year + 1]:
        try:
            monday = date.fromisocalendar(one, week, 1)
        except ValueError:
            continue
        if year or first < monday <= first + relativedelta(years=1):
            return monday
    raise Refused(_("There is no such week."))


@clause(rf"(?:(nu pa|pa|i|forra|sista|senaste|last|nasta|kommande|coming|next|denna|this) )?({WEEKDAY})", "day")
def _weekday(found: re.Match[str], today: Today) -> Slots:
    number = WEEKDAY_OF[found[2][:3]]
    of_this_week = today.on + timedelta(days=number - today.on.weekday())
    weeks = {"forra": -1, "last": -1, "nasta": 1, "next": 1, "denna": 0, "this": 0}
    if found[1] in weeks:
        return {"day": of_this_week + timedelta(weeks=weeks[found[1]])}
    after = today.on + timedelta(days=(number - today.on.weekday() - 1) % 7 + 1)
    if found[1] in {"i", "sista", "senaste"} or found[2].endswith("dags"):
        return {"day": today.on - timedelta(days=(today.on.weekday() - number - 1) % 7 + 1)}
    if found[1] or today.ahead:
        return {"day": after}
    return {"day": today.on - timedelta(days=(today.on.weekday() - number) % 7)}


@clause(r"([+-]) ?(\d{1,3}) ?([dvwm])()", "day")
@clause(rf"(om|in) ({NUMBER}) (d|v|w|m)(?:ag(?:ar)?|ays?|eck(?:a|or)|eeks?|anad(?:er)?|onths?)", "day")
@clause(
    rf"(?:for )?()({NUMBER}) (d|v|w|m)(?:ag(?:ar)?|ays?|eck(?:a|or)|eeks?|anad(?:er)?|onths?) (?:sedan|sen|ago)", "day"
)
def _step(found: re.Match[str], today: Today) -> Slots:
    number = NUMBER_OF.get(found[2]) or int(found[2])
    unit = {"d": "days", "v": "weeks", "w": "weeks", "m": "months"}[found[3]]
    step = relativedelta(**{unit: number})
    return {"day": today.on + step if found[1] in {"+", "om", "in"} else today.on - step}


@clause(rf"(?:i ?|this )({_any(LATER | EARLIER)})|(tonight)", "day", "part")
def _part_of_today(found: re.Match[str], today: Today) -> Slots:
    return {"day": today.on, "part": found[1] or found[2]}


@clause(rf"(?:pa |in the |i )?({_any(LATER | EARLIER)})", "part")
def _part(found: re.Match[str], _today: Today) -> Slots:
    return {"part": found[1]}


@clause(r"(1\d|2[0-3]) ?h(\d\d)?", "start")
def _at_hour(found: re.Match[str], _today: Today) -> Slots:
    """ "14h" is an hour of the day: nobody meets for that long."""
    return {"start": _clock(f"{found[1]}:{found[2] or '00'}")}


@clause(rf"{FOR}(?:en |an? )?(?:halv ?timme|half(?: an)? hour|half-hour)()()", "minutes")
@clause(rf"{FOR}(?:en |a )?(?:kvart|quarter)()()", "minutes")
@clause(
    rf"{FOR}(\d{{1,3}}(?:[.,]\d{{1,2}})?|{_any(NUMBER_OF)}) ?(?:h|tim|timm(?:e|ar)|hours?|hrs?)\.?"
    r" ?(?:(?:och |and )?(\d{1,2})(?: ?(?:m|min|minut(?:er)?|minutes?)\.?)?)?",
    "minutes",
)
@clause(rf"{FOR}()(\d{{1,4}}) ?(?:m|min|minut(?:er)?|minutes?)\.?", "minutes")
def _length(found: re.Match[str], _today: Today) -> Slots:
    if found[1] is None or found[1] == found[2] == "":
        return {"minutes": 30 if "hal" in found[0] else 15}
    hours = NUMBER_OF.get(found[1]) or float(found[1].replace(",", ".") or 0)
    return {"minutes": round(hours * 60) + int(found[2] or 0)}


@clause(rf"{AT}({CLOCK}) ?(?:-|till|to|until|och|and) ?(?:kl\.? ?)?({CLOCK})", "start", "minutes", "is_bare")
def _span(found: re.Match[str], _today: Today) -> Slots:
    first, last = found[2], found[3]
    half = re.search("[ap]", last)
    start = _clock(first if not half or re.search("[ap]", first) else f"{first}{half[0]}m")
    end = _clock(last)
    if half and start > end:
        start = _clock(first)
    minutes = (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % 1440
    if not 0 < minutes <= 720:
        raise Refused(_("It would end before it begins."))
    return {"start": start, "minutes": minutes, "is_bare": not found[1] and _is_bare(first) and _is_bare(last)}


@clause(rf"{AT}({CLOCK})", "start", "is_bare")
def _time(found: re.Match[str], _today: Today) -> Slots:
    return {"start": _clock(found[2]), "is_bare": not found[1] and _is_bare(found[2])}


def _clock(text: str) -> time:
    found = re.fullmatch(r"(\d{1,2}?)[:.]?(\d\d)?(?: ?([ap])\.?m\.?)?", text)
    hour, minute, half = (int(found[1]), int(found[2] or 0), found[3]) if found else (24, 0, None)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        hour = 24
    if hour > 23 or minute > 59:
        raise Refused(_("There is no such time of the day."))
    return time(hour, minute)


def _is_bare(text: str) -> bool:
    """Whether it may as well be a day or any number: "10", "5.11", "1030"."""
    if re.search("[:apm]", text):
        return False
    day, dot, month = text.partition(".")
    return not dot or _date(2024, int(month), int(day)) is not None
