"""One line of a timeline, in the words of its verb."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, select_template
from django.utils.safestring import SafeString

from journal import catalogue
from journal.catalogue import DETAIL, END, MARK, SENTENCE, Verb
from journal.timeline import Line

register = template.Library()
PARTS = {"sentence": SENTENCE, "detail": DETAIL, "end": END, "mark": MARK}


@register.simple_tag(takes_context=True)
def timeline_line(context: Context, line: Line, record: Any) -> str:
    """As {% include %} of the verb's partials in the line would, but they are looked for once."""
    verb = catalogue.verb(line.entry.verb, type(line.subject))
    seen = _seen(context, line, record)
    words = {name: said(verb, part, context.new(seen)) for name, part in PARTS.items()}
    frame: Any = get_template("journal/entry.html")
    return SafeString(frame.template.render(context.new(words | seen | {"icon": verb.icon(line.subject)})))


def said(verb: Verb, part: str, seen: Context) -> SafeString:
    """That part of what a verb says, of an entry with what is `seen` of it."""
    names = tuple(verb.partials(part))
    words = _found.__wrapped__(names) if settings.DEBUG else _found(names)
    return SafeString(words.render(seen).strip())


def _seen(context: Context, line: Line, record: Any) -> dict[str, Any]:
    return {
        "entry": line.entry,
        "subject": line.subject,
        "said": line.said,
        "changes": line.changes,
        "record": record,
        "on": line.on,
        "day": line.day,
        "csrf_token": context.get("csrf_token"),
    }


@lru_cache(maxsize=1024)
def _found(names: tuple[str, ...]) -> Template:
    found: Any = select_template(names)
    return found.template
