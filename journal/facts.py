"""What a verb tells in the journal: codes, keys, days and figures, each declared by the noun it happens to.

What people write is never a fact: it stands on a row that can be masked, and the verb says on which. Closed by default:
a verb that nobody has declared, or a fact it has not, is refused when it is recorded.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Choices, Field, Model


@dataclass(frozen=True)
class Said:
    """Where the words of an entry are: the fact that holds the row's key, the way from the subject to such rows, and
    the field. An empty fact and way: they are the subject's own."""

    fact: str
    way: str
    field: str


@dataclass(frozen=True)
class Tells:
    """`facts`: name → what it is: a set of choices, `int` (also a key), `Decimal`, `date`, `list` (of keys), or a
    pattern that a made code has. Any of them may be None. Without an `icon` it is the subject's own."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    said: Said | None = None
    icon: str = ""
    # The verb whose line this one takes the place of, as what was planned stands no more when it has been held.
    instead_of: str = ""


CODE = re.compile(r"[a-z][a-z0-9_]*")


class Changes:
    """A list of {"field"}, with "from" and "to" where the field holds no words."""


class Names:
    """A list of names of fields."""


# What the journal's own mechanisms tell of a noun that declares it (`journal.change`, `journal.taken`).
CHANGED = Tells({"changes": Changes, "undoes": int}, icon="pencil")
TAKEN_REFUSED = Tells({"door": CODE}, icon="lock")


def declared(model: type[Model]) -> Mapping[str, Tells]:
    """Every verb of which entries can tell about this noun."""
    said: Mapping[str, Tells] = getattr(model, "tells", {})
    return said


def check(verb: str, subject: Model, facts: Mapping[str, Any]) -> None:
    """Raises TypeError: what is told wrongly is a mistake of the verb, not of whoever called it."""
    tells = declared(type(subject)).get(verb)
    if tells is None:
        raise TypeError(f"{type(subject).__name__} has not declared that {verb} is told of it")
    for name, value in facts.items():
        if name not in tells.facts or not (value is None or _is(tells.facts[name], value, type(subject))):
            raise TypeError(f"{verb} tells {name}={value!r}, which it has not declared")


def _is(kind: Any, value: Any, model: type[Model]) -> bool:
    if isinstance(kind, re.Pattern):
        return isinstance(value, str) and bool(kind.fullmatch(value))
    if issubclass(kind, Choices):
        return value == "" or value in kind.values
    if kind is Names:
        return all(isinstance(one, str) and CODE.fullmatch(one) for one in value)
    if kind is Changes:
        return all(_is_change(one, model) for one in value)
    if kind is list:
        return isinstance(value, list) and all(isinstance(one, int) for one in value)
    return isinstance(value, (int, Decimal) if kind is Decimal else kind)


def _is_change(one: dict[str, Any], model: type[Model]) -> bool:
    return one.keys() == {"field"} or is_wordless(model._meta.get_field(one["field"]))


def is_wordless(field: Any) -> bool:
    """Whether a field holds a code, a key, a day or a figure, and nothing that somebody writes."""
    if field.is_relation or field.choices:
        return True
    if isinstance(field, ArrayField):
        return is_wordless(field.base_field)
    return _has_no_words(field)


WORDLESS = {"BooleanField", "DateField", "DateTimeField", "DecimalField", "FloatField", "UUIDField"}


def _has_no_words(field: Field[Any, Any]) -> bool:
    kind = field.get_internal_type()
    return kind in WORDLESS or kind.endswith(("IntegerField", "AutoField"))
