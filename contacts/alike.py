"""Organisations that may be the one somebody is typing in: the same number, the same e-mail domain, or a like name."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from accounts.rights import Reader
from contacts import numbers
from contacts.models import NumberScheme, Organisation, Person
from contacts.standing import with_standings
from ui.text import words_in

# Words that tell two names apart as little as punctuation does.
LEGAL_FORMS = {"ab", "hb", "kb", "ek", "for", "aktiebolag", "handelsbolag", "publ", "as", "aps", "oy", "ltd", "gmbh"}
# Domains that say nothing about who somebody works for.
PUBLIC_DOMAINS = {"gmail.com", "hotmail.com", "outlook.com", "live.se", "icloud.com", "yahoo.com", "telia.com"}
ALIKE = 87
CANDIDATES = 300


@dataclass(frozen=True)
class Alike:
    organisation: Organisation
    reason: str | Promise


def alike(user: Reader, name: str, number: str = "", email: str = "") -> list[Alike]:
    """At most five, the surest first; only organisations that the user may see."""
    visible = with_standings(Organisation.objects.visible_to(user).select_related("municipality"))
    found: dict[int, Alike] = {}
    for reason, rows in (
        (_("Same organisation number."), _by_number(visible, number)),
        (_("Same e-mail domain."), _by_domain(visible, email)),
        (_("Name alike."), _by_name(visible, name)),
    ):
        for row in rows:
            found.setdefault(row.pk, Alike(row, reason))
    return list(found.values())[:5]


def _by_number(visible: Any, typed: str) -> list[Organisation]:
    try:
        country, scheme, number = numbers.read(typed)
    except ValidationError:
        return []
    # Whether a personal number is known to us is not told to whoever types it.
    if not number or scheme == NumberScheme.PERSONAL:
        return []
    return list(visible.filter(country=country, number_scheme=scheme, number=number)[:1])


def _by_domain(visible: Any, email: str) -> list[Organisation]:
    domain = re.sub(r"^(https?://)?(www\.)?", "", email.strip().lower().rpartition("@")[2]).partition("/")[0]
    if "." not in domain or domain in PUBLIC_DOMAINS:
        return []
    sites = [f"{scheme}://{host}{domain}" for scheme in ("http", "https") for host in ("", "www.")]
    return list(visible.filter(website__in=[*sites, *(f"{site}/" for site in sites)])[:3])


def _by_name(visible: Any, name: str) -> list[Organisation]:
    """Fuzzy over those that begin alike, so that the set stays small at any size."""
    typed = _bare(name)
    if len(typed) < 3:
        return []
    near = [visible.filter(search_key__startswith=typed[:length])[:CANDIDATES] for length in (8, 3)]
    rows = {row.pk: row for some in near for row in some}.values()
    scored = [(fuzz.token_sort_ratio(typed, _bare(row.name)), row) for row in rows]
    return [row for score, row in sorted(scored, key=lambda pair: -pair[0])[:5] if score >= ALIKE]


def _bare(name: str) -> str:
    return " ".join(word for word in words_in(name) if word not in LEGAL_FORMS)


def people_with(user: Reader, email: str) -> list[Person]:
    """People already known by this e-mail; a protected one is known by it to nobody."""
    if not email.strip():
        return []
    return list(Person.objects.visible_to(user).filter(email__iexact=email.strip(), is_protected=False)[:3])
