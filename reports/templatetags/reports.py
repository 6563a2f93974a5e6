"""Words and marks of reports, for mail (where a shape is a character) and pages."""

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects import words
from projects.differences import Change
from projects.models import Light
from reports import words as told
from reports.models import Schedule

register = template.Library()


@register.filter
def what_changed(change: Change) -> str:
    return words.sentences(change)


@register.filter
def beside_the_light(change: Change) -> str:
    """What changed but for the light, which stands beside it."""
    return words.sentences(change, but=["light"])


@register.filter
def light_before(change: Change) -> str:
    """ "On track", for a light that had another before; "" for a first report."""
    return str(Light(change.first.before).label) if change.first.before else ""


@register.filter
def asked(decision: dict[str, Any], most: int | None = None) -> str:
    """What is asked for and recommended, in at most that many characters."""
    return told.clipped(told.asked(decision), most) if most else told.asked(decision)


@register.filter
def period(code: str) -> str:
    return told.period(code)


@register.filter
def rhythm(schedule: Schedule) -> str:
    return told.rhythm(schedule)


@register.filter
def file_kind(extension: str) -> str:
    return _("PDF, to read and print") if extension == "pdf" else _("XLSX, to calculate with")


@register.filter
def near(day: date | None, on: date) -> str:
    return told.near(day, on)


@register.filter
def late(decision: dict[str, Any], on: date) -> str:
    return told.late(decision, on)


@register.filter
def change_mark(change: Change) -> str:
    return words.mark(change)


@register.filter
def light_mark(light: str) -> SafeString:
    """Shape and word: "▲ Watch"."""
    one = Light(light or "")
    return format_html('<span class="{}">{}</span>\N{NO-BREAK SPACE}{}', one.shape, one.mark, one.label)
