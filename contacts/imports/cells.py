"""The cells of organisations, people and memberships, beside those of every file: numbers, and words of kinds."""

import re
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import override

from contacts import numbers
from contacts.models import Domain, MembershipState, OrganisationKind
from imports.cells import Told, Unread, country, day, email, website, without_birthday, yes
from imports.phones import phone
from imports.saying import said as _
from ui.text import fold

__all__ = ["Told", "Unread", "country", "day", "email", "number", "phone", "website", "word", "words", "yes"]

LABEL = r"(?:org(?:anisations)?|moms(?:reg)?|reg)[. -]*(?:nr|nummer)|vat(?: ?no)?"
LABELLED = re.compile(rf"^(?:{LABEL})[.: ]*", re.IGNORECASE)


def number(text: str) -> tuple[str, str, str] | Told:
    """(country, scheme, number); a word instead of one ("saknas", 0, –) is none, and told. A personal number is never
    repeated in the message."""
    plain = LABELLED.sub("", text.strip(" '’`")).strip()
    if text and not re.search(r"[1-9]", plain):
        told = _("“%(text)s” is no number; it comes in without one.") % {"text": text}
        return Told(("SE", "", ""), "no_number", told)
    if re.fullmatch(r"\d[.,]?\d*e\+?\d+", plain, re.IGNORECASE):
        told = _("“%(text)s” has lost its last figures in a sheet; write the whole number.") % {"text": text}
        raise Unread("org_number_unreadable", told)
    if re.fullmatch(r"\d{6}\.\d{4}", plain):
        plain = plain.replace(".", "-")
    try:
        return numbers.read(re.sub(r"[\u2010-\u2015\u2212]", "-", plain))
    except ValidationError as error:
        shown = without_birthday(text)
        message = _("The check digit of %(number)s is wrong.") if error.code == "org_number_check_digit" else ""
        message = message or _("%(number)s is not an organisation number.")
        raise Unread(str(error.code), message % {"number": shown}) from None


# Each room adds the words of its own nouns.
WORDS: dict[str, dict[str, str]] = {
    "member": {
        **{"active": MembershipState.ACTIVE, "aktiv": MembershipState.ACTIVE, "left": MembershipState.LEFT},
        **{"applied": MembershipState.APPLIED, "ansokt": MembershipState.APPLIED, "lamnat": MembershipState.LEFT},
        **{"approved": MembershipState.APPROVED, "godkand": MembershipState.APPROVED},
    },
    "organisation": {
        **{fold(str(kind.value).replace("_", " ")): kind.value for kind in OrganisationKind},
        **{"vardgivare": OrganisationKind.HEALTHCARE_PROVIDER, "universitet": OrganisationKind.UNIVERSITY},
        **{"forskningsinstitut": OrganisationKind.RESEARCH_INSTITUTE, "inkubator": OrganisationKind.INCUBATOR},
        **{"kluster": OrganisationKind.CLUSTER, "foretag": OrganisationKind.COMPANY},
    },
    "domain": {
        **{"livsmedel": Domain.FOOD, "mobil teknik": Domain.MOBILE, "life science": Domain.LIFE_SCIENCE},
        **{"deep tech": Domain.DEEP_TECH, "big data": Domain.BIG_DATA},
        **{value: value for value in Domain.values},
    },
}
# The choices whose own labels are words too, in every language: as our lists write them, so that a file comes back.
CHOICES: dict[str, type[TextChoices]] = {
    "member": MembershipState,
    "organisation": OrganisationKind,
    "domain": Domain,
}
UNKNOWN = {"member": "state_unknown", "organisation": "kind_unknown"}


@cache
def _labels(what: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES if what in CHOICES else ():
        with override(language):
            found |= {fold(str(label)): str(value) for value, label in CHOICES[what].choices}
    return found


def word(what: str, text: str) -> str:
    """The value a word stands for; "" for nothing."""
    if not text:
        return ""
    found = WORDS[what].get(fold(text)) or _labels(what).get(fold(text))
    if found is None:
        code = UNKNOWN.get(what, f"{what}_unknown")
        raise Unread(code, _("“%(text)s” is not known here.") % {"text": text})
    return str(found)


def words(what: str, text: str) -> Told:
    """Several, parted by commas, semicolons or "och"; those not known are told, and do not take the others along."""
    known, unknown = [], []
    for part in re.split(r"[;,/&\n]|\boch\b|\band\b", text):
        try:
            known.append(word(what, part.strip()))
        except Unread:
            unknown.append(part.strip())
    found = [one for one in dict.fromkeys(known) if one]
    if not unknown:
        return Told(found)
    told = _("“%(text)s” is not known here and is left out.") % {"text": ", ".join(unknown)}
    return Told(found, f"{what}_unknown", told)
