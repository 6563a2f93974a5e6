"""The cells that only crm's nouns have, beside those of every file: numbers, days, words of stages and kinds."""

import re
from datetime import date, time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm import numbers
from crm.models import Domain, MeetingKind, MembershipState, OrganisationKind, Origin, ServiceArea, Stage
from imports.cells import Unread, amount, count, email, masked, names, phone, website, without_birthday, yes
from ui import when
from ui.text import fold

__all__ = [
    "Unread",
    "amount",
    "clock",
    "count",
    "day",
    "email",
    "masked",
    "minutes",
    "names",
    "number",
    "phone",
    "website",
    "without_birthday",
    "word",
    "words",
    "yes",
]


def day(text: str) -> date | None:
    """2024-07-12, 20220717, 18/1 2022, 22-06-01, 2/1-25."""
    if not text:
        return None
    text = text.split(" 00:00")[0].strip()
    if re.fullmatch(r"\d\d-\d\d-\d\d", text):
        text = f"20{text}"
    try:
        read = when.read(text, date(2000, 1, 1) if re.search(r"\d{4}|-\d\d$", text) else timezone.localdate()).day
    except ValidationError:
        read = None
    if read is None or not 1990 <= read.year <= 2100:
        raise Unread("date_unreadable", _("“%(text)s” is not a day.") % {"text": text})
    return read


def clock(text: str) -> time | None:
    """The time written beside a day that has been read; midnight is how a workbook writes none."""
    said = when.read(text, timezone.localdate())
    return said.start if said.start != time() else None


def minutes(text: str) -> int:
    try:
        return when.read_minutes(text) if text else 0
    except ValidationError as error:
        raise Unread("minutes_unreadable", " ".join(error.messages)) from None


def number(text: str) -> tuple[str, str, str]:
    """(country, scheme, number); a personal number is never repeated in the message."""
    try:
        return numbers.read(text)
    except ValidationError as error:
        shown = without_birthday(text)
        message = _("The check digit of %(number)s is wrong.") if error.code == "org_number_check_digit" else ""
        message = message or _("%(number)s is not an organisation number.")
        raise Unread(str(error.code), message % {"number": shown}) from None


WORDS: dict[str, dict[str, str]] = {
    "stage": {
        **{"ny": Stage.ENQUIRY, "behovsanalys": Stage.ASSESSMENT, "aktiv": Stage.ACTIVE, "vilande": Stage.DORMANT},
        **{"avslutad": Stage.COMPLETED, "avbojd": Stage.DECLINED, "forfragan": Stage.ENQUIRY},
        **{value: value for value in Stage.values},
    },
    "origin": {
        **{"event": Origin.EVENT, "evenemang": Origin.EVENT, "hanvisning": Origin.REFERRAL, "webb": Origin.WEB},
        **{"egen uppsokande": Origin.OUTREACH, "inkubator": Origin.PARTNER, "partner": Origin.PARTNER},
        **{value: value for value in Origin.values},
    },
    "kind": {
        **{"besok": MeetingKind.IN_PERSON, "hos oss": MeetingKind.IN_PERSON, "fysiskt": MeetingKind.IN_PERSON},
        **{"teams": MeetingKind.VIDEO, "video": MeetingKind.VIDEO, "zoom": MeetingKind.VIDEO},
        **{"telefon": MeetingKind.PHONE, "phone": MeetingKind.PHONE, "e-post": MeetingKind.WRITTEN},
        **{"mejl": MeetingKind.WRITTEN, "workshop": MeetingKind.WORKSHOP, "in person": MeetingKind.IN_PERSON},
        **{value: value for value in MeetingKind.values},
    },
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
    "service": {
        **{"juridik": ServiceArea.LEGAL, "finansiering": ServiceArea.FINANCE, "marknad": ServiceArea.MARKETING},
        **{"immaterialratt": ServiceArea.IPR, "affarsmodell": ServiceArea.BUSINESS_MODEL, "ai": ServiceArea.AI},
        **{"regulatoriskt": ServiceArea.REGULATORY, "halsoekonomi": ServiceArea.HEALTH_ECONOMICS},
        **{"upphandling": ServiceArea.PROCUREMENT, "design": ServiceArea.DESIGN, "iot": ServiceArea.IOT},
        **{"forskning": ServiceArea.RESEARCH, "tillvaxt": ServiceArea.GROWTH, "vr": ServiceArea.VR},
        **{value: value for value in ServiceArea.values},
    },
    "domain": {
        **{"livsmedel": Domain.FOOD, "mobil teknik": Domain.MOBILE, "life science": Domain.LIFE_SCIENCE},
        **{"deep tech": Domain.DEEP_TECH, "big data": Domain.BIG_DATA},
        **{value: value for value in Domain.values},
    },
}
UNKNOWN = {"stage": "stage_unknown", "kind": "kind_unknown", "member": "state_unknown", "organisation": "kind_unknown"}


def word(what: str, text: str) -> str:
    """The value a word stands for; "" for nothing."""
    if not text:
        return ""
    found = WORDS[what].get(fold(text))
    if found is None:
        code = UNKNOWN.get(what, f"{what}_unknown")
        raise Unread(code, _("“%(text)s” is not known here.") % {"text": text})
    return str(found)


def words(what: str, text: str) -> list[str]:
    """Several, parted by commas or semicolons; "other" words are told."""
    return list(dict.fromkeys(word(what, part.strip()) for part in re.split("[;,]", text) if part.strip()))
