"""Words and marks of reports, for mail (where a shape is a character) and pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from projects import words
from projects.compare import Change
from projects.models import Light

register = template.Library()
MARKS = {"on_track": ("g", "●"), "watch": ("a", "▲"), "off_track": ("r", "■"), "": ("n", "–")}


@register.filter
def what_changed(change: Change) -> str:
    return words.sentences(change)


@register.filter
def change_mark(change: Change) -> str:
    return words.mark(change)


@register.filter
def light_mark(light: str) -> SafeString:
    """Shape and word: "▲ Watch"."""
    css, mark = MARKS[light or ""]
    return format_html('<span class="{}">{}</span> {}', css, mark, Light(light or "").label)
