"""Dates in words: how late, how long ago, how many minutes."""

from datetime import date
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
    return date_format(day, "D j M" if (day - on).days <= 21 else "j M Y").replace(" ", NBSP)


def short(day: Any, on: date | None = None) -> str:
    """ "17 Nov" this year, "17 Nov 2025" otherwise."""
    if day is None:
        return ""
    on = on or today()
    return date_format(day, "j M" if day.year == on.year else "j M Y").replace(" ", NBSP)


def minutes_in_words(minutes: int | None) -> str:
    """75 → "1 h 15 min"."""
    hours, rest = divmod(int(minutes or 0), 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
