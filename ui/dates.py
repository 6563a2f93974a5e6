"""Dates in words: how late, how long ago, how many minutes."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NBSP = "\u00a0"


def today() -> date:
    return timezone.localdate()


def in_words(day: date | None, on: date | None = None) -> str:
    """ "4 days late", "Today", "Wed 18 Nov" within three weeks, "12 Jan 2027" beyond."""
    if day is None:
        return ""
    on = on or today()
    if day < on:
        days = (on - day).days
        return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}
    if day == on:
        return _("Today")
    return _weekday(day) if (day - on).days <= 21 else long(day)


def short(day: Any, on: date | None = None) -> str:
    """ "17 Nov" this year, "17 Nov 2025" otherwise."""
    if day is None:
        return ""
    on = on or today()
    day = timezone.localdate(day) if isinstance(day, datetime) else day
    return _spaced(date_format(day, "MONTH_DAY_FORMAT")) if day.year == on.year else long(day)


def long(moment: date | datetime | None) -> str:
    """ "17 Nov 2026"; a moment counts in the current time zone."""
    if moment is None:
        return ""
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return _spaced(date_format(day, "DATE_FORMAT"))


def _weekday(day: date) -> str:
    return _spaced(f"{date_format(day, 'D')} {date_format(day, 'MONTH_DAY_FORMAT')}")


def minutes_in_words(minutes: int | None) -> str:
    """75 → "1 h 15 min"."""
    hours, rest = divmod(int(minutes or 0), 60)
    if not hours:
        return _spaced(_("%(minutes)d min") % {"minutes": rest})
    if not rest:
        return _spaced(_("%(hours)d h") % {"hours": hours})
    return _spaced(_("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest})


def _spaced(words: str) -> str:
    return words.replace(" ", NBSP)
