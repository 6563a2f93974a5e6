"""The known organisations by the core of their names, for rows that speak of them by name."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from contacts.models import Organisation
from contacts.models.name_words import core, variants
from contacts.standing import with_standings
from imports.many import is_any_of
from ui.text import fold

__all__ = ["by_core", "core", "is_other_form", "is_renamed"]

FORM = re.compile(
    r"\b(ab|aktiebolag|hb|handelsbolag|kb|kommanditbolag|ek\.? for|oy|as|aps|ltd|inc)\b\.?(?: \(publ\))?\.?$"
)
SHORT = {"aktiebolag": "ab", "handelsbolag": "hb", "kommanditbolag": "kb", "ek. for": "ek for"}


def _form(name: str) -> str:
    found = FORM.search(fold(name))
    return SHORT.get(found[1], found[1]) if found else ""


def is_other_form(one: str, other: str) -> bool:
    """Whether two names of one core end in two legal forms: "Almgrind AB" and "Almgrind HB"."""
    forms = {_form(one), _form(other)} - {""}
    return len(forms) > 1


def is_renamed(one: str, other: str) -> bool:
    return core(one) != core(other) or is_other_form(one, other)


def by_core(texts: Iterable[str], among: QuerySet[Organisation]) -> dict[str, list[Organisation]]:
    """Those `among` whose core is that of one of these names; one query over the prefix index."""
    texts = list(texts)
    keys = variants(core(text) for text in texts if text) | {fold(text) for text in texts}
    found: dict[str, list[Organisation]] = defaultdict(list)
    for organisation in with_standings(among.filter(is_any_of("search_key", keys))):
        found[core(organisation.name)].append(organisation)
    return found
