"""How things look, as template tags; built in, so no template loads them. docs/ui.md shows each."""

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import uuid4

from django import template
from django.conf import settings
from django.forms import BoundField
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ui import dates, form_page, unsaved
from ui import markdown as md
from ui.amounts import in_millions
from ui.amounts import money as money_in_words
from ui.asked import once_key
from ui.fields import WhenInput, echo_number
from ui.fields import echo as told
from ui.lights import Light
from ui.number_fields import NumberInput
from ui.text import fold
from ui.when import When, in_words
from ui.who import who

register = template.Library()


# What a form opened again still says: what it was about, and what had been changed in it (changed.js).
SAID_OF_ITSELF = ("form_about", "form_changed")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    return _icon(_sprite(), name, css)


@lru_cache(maxsize=512)
def _icon(sprite: str, name: str, css: str) -> SafeString:
    css = f" {css}" if css else ""
    return format_html('<svg class="i{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css, sprite, name)


def _sprite() -> str:
    return _sprite_of(settings.STATIC_URL, settings.STORAGES["staticfiles"]["BACKEND"])


@cache
def _sprite_of(_address: str, _storage: str) -> str:
    """Asked for once: a page has hundreds of icons, and the storage parses the address each time."""
    return static("ui/icons.svg")


@register.simple_tag
def light(value: str, was: str | None = None, css: str = "") -> SafeString:
    """The shape of a light, with its words for screen readers; hollow and small before it what it was, when changed."""
    now = Light(value or "")
    if was is None or was == value:
        return _shape(now.shape, str(now.label), css)
    before = Light(was)
    both = _("%(now)s, was %(before)s") % {"now": now.label, "before": str(before.label).lower()}
    return format_html('<span class="rag">{}{}</span>', _shape(before.shape, "", "was"), _shape(now.shape, both, css))


@register.simple_tag
def status(value: str) -> SafeString:
    """Shape and words together."""
    now = Light(value or "")
    return format_html('<span class="status">{}{}</span>', _shape(now.shape, "", ""), now.label)


def _shape(shape: str, label: str, css: str) -> SafeString:
    return _drawn_shape(_sprite(), shape, label, css)


@lru_cache(maxsize=512)
def _drawn_shape(sprite: str, shape: str, label: str, css: str) -> SafeString:
    name = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="st {}{}" {}><use href="{}#st-{}"/></svg>',
        shape,
        f" {css}" if css else "",
        name,
        sprite,
        shape,
    )


@register.simple_tag
def face(name: str) -> SafeString:
    words = name.split() or ["?"]
    initials = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return format_html('<span class="face" aria-hidden="true">{}</span>', initials.upper())


@register.simple_tag
def field(bound: BoundField, label: str = "", css: str = "") -> SafeString:
    """A form's field: label, control, help and errors, joined for screen readers."""
    context = {"field": bound, "label": label or bound.label, "css": css}
    return SafeString(render_to_string("ui/field.html", context))


@register.simple_tag
def control(bound: BoundField, **attributes: Any) -> SafeString:
    """The bare control of a field, wired to its help and errors; underscores in names become hyphens."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    wired = {
        "class": "tick" if kind == "checkbox" else "input guess" if "data-guess" in widget.attrs else "input",
        **{name.replace("_", "-"): value for name, value in attributes.items()},
    }
    if bound.errors:
        wired["aria-invalid"] = "true"
    told = [f"{bound.id_for_label}_help"] * bool(bound.help_text) + [f"{bound.id_for_label}_error"] * bool(bound.errors)
    if told:
        wired["aria-describedby"] = " ".join(told)
    return SafeString(bound.as_widget(attrs=wired))


@register.inclusion_tag("ui/echo.html")
def echo(bound: BoundField, clock: BoundField | None = None) -> dict[str, Any]:
    """What a day's or a number's field is read as, in words beside it; asks whether a far day is meant."""
    widget = bound.field.widget
    if isinstance(widget, NumberInput):
        return {"bound": bound, "said": echo_number(str(bound.value() or ""), **widget.said)}
    if not isinstance(widget, WhenInput):
        return {}
    text, of_clock = ("" if one is None or one.value() is None else str(one.value()) for one in (bound, clock))
    said = told(text, of_clock, **widget.said)
    errors = bound.form.errors.as_data().get(bound.name, []) if bound.form.is_bound else []
    name = f"{bound.html_name}_meant"
    meant = bound.form.data.get(name, "") if bound.form.is_bound else ""
    asks = said.day if meant or any(error.code == "far" for error in errors) else None
    words = in_words(When(asks), timezone.localdate()) if asks else ""
    is_meant = asks is not None and meant == asks.isoformat()
    return {"bound": bound, "said": said, "name": name, "asks": asks, "words": words, "is_meant": is_meant}


@register.simple_tag(takes_context=True)
def stamp(context: Context, **versions: Any) -> SafeString:
    """What every form carries unseen: its key, its author, its page, and the `version` of the row it was made of.

    A form that is opened again with what could not be saved says so, with the ways on.
    """
    request = context["request"]
    sent: Any = form_page.typed(request)
    typed: Any = sent or context.get("typed") or {}
    fields = {
        "csrfmiddlewaretoken": context.get("csrf_token", ""),
        "key": once_key(typed.get("as_new")) or once_key(typed.get("key")) or uuid4(),
        "who": who(request.user),
        "page": typed.get("page") or request.get_full_path(),
        "unsaved": unsaved.opened_with(request),
    }
    # What was typed of an older version is still of that one, until both have been shown.
    shown = {"draft_version"} if context.get("is_superseded") else versions if context.get("is_changed") else set()
    if not sent:
        # A draft that is gone on with is as it was saved last, not as its page knew it then.
        shown = {*shown, "draft_version"}
    versions |= {name: typed[name] for name in versions if name in typed and name not in shown}
    rows = [(name, value) for name, value in (fields | versions).items() if value not in (None, "")]
    rows += [(name, text) for name in SAID_OF_ITSELF for text in _all(typed, name)]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', rows) + _not_saved(context)


def _all(typed: Any, name: str) -> list[str]:
    return typed.getlist(name) if isinstance(typed, QueryDict) else []


def _not_saved(context: Context) -> SafeString:
    if (kept := unsaved.to_tell(context["request"])) is None:
        return SafeString("")
    return render_to_string("ui/not_saved.html", {"kept": kept, "verb": context.get("verb")})


@register.simple_tag(takes_context=True)
def sent_once(context: Context, version: int | None = None) -> SafeString:
    """What a form of a button or two carries unseen: its key, new each time, and the `version` of its row."""
    fields = {"csrfmiddlewaretoken": context.get("csrf_token", ""), "key": uuid4(), "version": version}
    rows = [(name, value) for name, value in fields.items() if value not in (None, "")]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', rows)


@register.simple_tag
def tag(text: str, kind: str = "") -> SafeString:
    """A few words that tell and do not act; kinds: sea, draft, off, good, watch, flare."""
    return format_html('<span class="tag{}">{}</span>', f" {kind}" if kind else "", text)


@register.filter
def minutes(value: int | None) -> str:
    return dates.minutes_in_words(value)


@register.filter
def due(value: date | None) -> str:
    return dates.in_words(value)


@register.filter
def is_late(value: date | None) -> bool:
    return value is not None and value < dates.today()


@register.filter
def short_date(value: date | None) -> str:
    return dates.short(value)


@register.filter
def figure(value: Any, decimals: int = 0) -> str:
    """A number with the language's separators; "" for none."""
    return "" if value is None else number_format(value, decimals, use_l10n=True, force_grouping=True)


@register.filter
def millions(value: Any) -> str:
    """SEK as millions with one decimal: 2 350 000 → 2.4 (2,4 in Swedish)."""
    return "" if value is None else number_format(in_millions(value), 1, use_l10n=True)


@register.filter
def money(amount: Any, currency: str = "SEK") -> str:
    """Whole units of a currency: "EUR 95 000", in Swedish "95 000 euro"; "" for none."""
    return "" if amount is None else money_in_words(amount, currency)


@register.filter
def local_date(moment: date | datetime | str | None) -> str:
    """The day, with its year, in the reader's zone and language: "17 Nov 2026"; takes the journal's ISO text too."""
    return dates.long(date.fromisoformat(moment) if isinstance(moment, str) and moment else moment or None)


@register.filter
def markdown(text: str) -> SafeString:
    return md.render(text or "")


@register.filter
def excerpt(text: str, words: int) -> str:
    """The beginning of a note in Markdown, as plain words."""
    return Truncator(md.plain(text or "")).words(words)


@register.filter
def marked(text: str, query: str) -> SafeString:
    """The text with the beginnings of its words marked that the query asks for."""
    asked = fold(query).split()
    return format_html_join(" ", "{}", ((_marked_word(word, asked),) for word in text.split()))


def _marked_word(word: str, asked: list[str]) -> str:
    length = max((len(start) for start in asked if fold(word).startswith(start)), default=0)
    return format_html("<mark>{}</mark>{}", word[:length], word[length:]) if length else word


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key, "")
