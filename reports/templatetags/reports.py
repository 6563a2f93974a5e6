"""Words and marks of reports, for mail (where a shape is a character) and pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from projects import words
from projects.compare import Change
from projects.models import Light
from reports import smtp

register = template.Library()
MARKS = {"on_track": ("g", "●"), "watch": ("a", "▲"), "off_track": ("r", "■"), "": ("n", "–")}


@register.filter
def what_changed(change: Change) -> str:
    return words.sentences(change)


@register.filter
def mail_reply(reply: str) -> str:
    """What the mail server said, after what we say of it in the reader's language."""
    ours = next((text for text in smtp.OURS if reply.startswith(text)), "")
    return gettext(ours) + reply.removeprefix(ours) if ours else reply


@register.filter
def change_mark(change: Change) -> str:
    return words.mark(change)


@register.filter
def light_mark(light: str) -> SafeString:
    """Shape and word: "▲ Watch"."""
    css, mark = MARKS[light or ""]
    return format_html('<span class="{}">{}</span> {}', css, mark, Light(light or "").label)
