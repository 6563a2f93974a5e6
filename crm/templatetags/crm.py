"""Words for what the journal keeps as codes: the fields that changed, the stages, the people."""

import time
from functools import lru_cache
from typing import Any

from django import template
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from contacts.models import Municipality, S3Area
from crm.models import Confidentiality, Stage
from ui.templatetags.ui import figure, local_date

register = template.Library()

NAMES_KEPT_SECONDS = 60


@register.filter
def in_words(changes: Any, subject: Model) -> list[dict[str, str]]:
    """The changed fields of a line: {"label", "before", "after", "is_told"}."""
    return [_in_words(one, subject) for one in changes]


def _in_words(one: dict[str, Any], subject: Model) -> dict[str, Any]:
    field = subject._meta.get_field(one["field"])
    words = {"label": capfirst(str(getattr(field, "verbose_name", one["field"]))), "is_told": "to" in one}
    return words | {"before": value_in_words(field, one.get("from")), "after": value_in_words(field, one.get("to"))}


def value_in_words(field: Any, value: Any) -> str:
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        choices = dict(getattr(field.base_field, "choices", None) or ())
        return ", ".join(str(choices.get(one, one)) for one in value)
    if field.is_relation:
        return _related_name(field.related_model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() in {"DecimalField", "PositiveIntegerField"}:
        return figure(value if isinstance(value, int) else float(value))
    if field.get_internal_type() == "DateField":
        return local_date(value)
    return str(value)


def _related_name(model: Any, key: Any) -> str:
    if model is Municipality:
        return Municipality.names().get(key, key)
    if model is S3Area:
        return _area_names(get_language(), _now()).get(key, str(key))
    return user_name(key) if model is User else str(key)


@register.filter
def user_name(key: int | None) -> str:
    """A colleague's name; entries keep the key alone."""
    return _user_names(_now()).get(key, _("somebody")) if key else _("nobody")


@register.filter
def stage_name(value: str) -> str:
    return str(dict(Stage.choices).get(value, value))


@register.filter
def confidentiality_name(value: str) -> str:
    return str(dict(Confidentiality.choices).get(value, value))


def _now() -> int:
    return int(time.monotonic() / NAMES_KEPT_SECONDS)


@lru_cache(maxsize=4)
def _user_names(_minute: int) -> dict[int | None, str]:
    return dict(User.objects.values_list("pk", "name"))


@lru_cache(maxsize=4)
def _area_names(_language: str | None, _minute: int) -> dict[int, str]:
    return {area.pk: area.name for area in S3Area.objects.all()}
