"""One cell as people write it → a value; what cannot be read raises Unread with its code and a sentence."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from crm import numbers, when
from crm.models import Domain, MeetingKind, MembershipState, OrganisationKind, Origin, ServiceArea, Stage
from ui.text import fold


class Unread(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def day(text: str) -> date | None:
    """2024-07-12, 20220717, 18/1 2022, 22-06-01, 2/1-25."""
    if not text:
        return None
    text = text.split(" 00:00")[0].strip()
    if re.fullmatch(r"\d\d-\d\d-\d\d", text):
        text = f"20{text}"
    try:
        read = when.read(text, date(2000, 1, 1) if re.search(r"\d{4}|-\d\d$", text) else date.today()).day
    except ValidationError:
        read = None
    if read is None or not 1990 <= read.year <= 2100:
        raise Unread("date_unreadable", _("“%(text)s” is not a day.") % {"text": text})
    return read


def minutes(text: str) -> int:
    try:
        return when.read_minutes(text) if text else 0
    except ValidationError as error:
        raise Unread("minutes_unreadable", " ".join(error.messages)) from None


def amount(text: str) -> Decimal | None:
    """12 500 000, 3,4 mkr, 450 tkr, 0 (SEK)."""
    if not text:
        return None
    folded = fold(text).replace("sek", "").replace("kr.", "kr")
    found = re.fullmatch(r"(-?[\d ]+(?:[.,]\d+)?) ?(mkr|mnkr|milj(?:oner)?|tkr|kr|m)?", folded.strip())
    scale = {"mkr": 10**6, "mnkr": 10**6, "m": 10**6, "tkr": 1000}
    try:
        number = Decimal(found[1].replace(" ", "").replace(",", ".")) if found else None
    except InvalidOperation:
        number = None
    if number is None or found is None:
        raise Unread("amount_unreadable", _("“%(text)s” is not an amount.") % {"text": text})
    return (number * scale.get(found[2] or "", 10**6 if (found[2] or "").startswith("milj") else 1)).quantize(
        Decimal(1)
    )


def count(text: str) -> tuple[int | None, str]:
    """(number, note): "ca 10" keeps its words beside it."""
    if not text:
        return None, ""
    found = re.fullmatch(r"(ca\.?|cirka|about|~)? ?(\d{1,6})", fold(text))
    if found is None:
        raise Unread("amount_unreadable", _("“%(text)s” is not a number of people.") % {"text": text})
    return int(found[2]), text if found[1] else ""


def email(text: str) -> str:
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        raise Unread("email_invalid", _("“%(text)s” is not an e-mail address.") % {"text": text}) from None
    return text.lower()


def phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, "SE")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    except phonenumbers.NumberParseException:
        return text[:40]


def website(text: str) -> str:
    return f"https://{text}" if text and "://" not in text else text


def number(text: str) -> tuple[str, str, str]:
    """(country, scheme, number); a personal number is never repeated in the message."""
    try:
        return numbers.read(text)
    except ValidationError as error:
        shown = without_birthday(text)
        message = _("The check digit of %(number)s is wrong.") if error.code == "org_number_check_digit" else ""
        message = message or _("%(number)s is not an organisation number.")
        raise Unread(str(error.code), message % {"number": shown}) from None


def without_birthday(text: str) -> str:
    """Only ten digits with an organisation's third one are surely nobody's personal number."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < 6 or (len(digits) == 10 and digits[2] >= "2"):
        return text
    return f"{digits[-10:][:4]}••-••••"


def masked(text: str) -> str:
    """Any cell's text as it may be shown before we know what it is."""
    return without_birthday(text) if re.fullmatch(r"(\d\d)?\d{6}[-+ ]?\d{4}", text) else text


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


def yes(text: str) -> bool:
    return fold(text) in {"ja", "yes", "x", "1", "true", "sant"}


def names(text: str) -> list[str]:
    return [part.strip() for part in re.split("[,;]", text) if part.strip()]
