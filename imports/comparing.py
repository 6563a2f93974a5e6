"""What a row says of a record that is here: filled in where nothing is, told where something else is, and taken then
only when a person says so (0031)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextField
from django.utils.text import Truncator

from imports.cells import without_birthday
from imports.plan import TAKE, Row
from imports.saying import in_each_language
from imports.saying import said as _

# Letters of a note that a remark repeats.
SHOWN = 120
NOTHING: tuple[Any, ...] = (None, "", [])


def changes(
    row: Row,
    record: Any,
    values: Mapping[str, Any],
    columns: Mapping[str, str],
    *,
    fills: bool = True,
) -> dict[str, Any]:
    """The fields to be set; with `fills`, also those of which nothing is said here.

    `values` are those the row says something for; `columns` is field → column, and a field without one is of the field
    before it, and goes where that goes.
    """
    found: dict[str, Any] = {}
    is_taken = False
    for name, value in values.items():
        here = getattr(record, name)
        if name not in columns:
            found |= {name: value} if is_taken and here != value else {}
            continue
        is_taken = value not in NOTHING and not _is_here(record, name, value)
        if is_taken and (here not in NOTHING or not fills):
            row.tell_differing(columns[name], _shown(record, name, here), _shown(record, name, value))
            is_taken = row.choice == TAKE
        if is_taken:
            found[name] = value
            before = "" if here in NOTHING else _shown(record, name, here)
            row.becomes(columns[name], before, _shown(record, name, value))
    return found


def _is_here(record: Any, name: str, value: Any) -> bool:
    """A note is here too when it stands within what is here."""
    here = getattr(record, name)
    if isinstance(here, list):
        return sorted(here) == sorted(value)
    if isinstance(record._meta.get_field(name), TextField):
        return value.strip() in here
    return bool(here == value)


def _shown(record: Any, name: str, value: Any) -> str:
    """As a sentence has it: a choice by its word, a personal number without its birthday."""
    if value in NOTHING:
        return _("nothing")
    choices = dict(getattr(record._meta.get_field(name), "flatchoices", ()))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(value)
    if name == "number":
        return without_birthday(value)
    return in_each_language(lambda: Truncator(str(choices.get(value, value))).chars(SHOWN))
