"""The cells that only crm's nouns have, beside those of every file: minutes, clock times, words of stages and kinds."""

import re
from datetime import time
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError

from contacts.imports.cells import CHOICES, UNKNOWN, WORDS, word, words
from crm.models import Confidentiality, MeetingKind, Origin, ServiceArea, Stage
from imports import days
from imports.amounts import amount, count
from imports.cells import Told, Unread, country, day, email, masked, names, website, without_birthday, yes
from imports.phones import phone
from imports.saying import said as _
from ui import when
from ui.text import fold

__all__ = [
    "Told",
    "Unread",
    "confidentiality",
    "amount",
    "clock",
    "count",
    "country",
    "day",
    "email",
    "masked",
    "minutes",
    "names",
    "phone",
    "website",
    "without_birthday",
    "word",
    "words",
    "yes",
]


QUARTERS = {"15", "30", "45"}


def minutes(text: str) -> int | Told:
    """45, 1h, 30 min, 1:30, 1:30:00, ca 45; 1,5 is hours, 1.30 and 1.15 could be either and are not taken, 45.5 is
    minutes."""
    plain = re.sub(r"^(ca\.?|cirka|c:a|~|about) *", "", fold(text))
    if found := re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::[0-5]\d)?", plain):
        read = int(found[1]) * 60 + int(found[2])
    elif found := re.fullmatch(r"(\d{1,4})[.,](\d+)", plain):
        if found[2] in QUARTERS and int(found[1]) < 10:
            told = _("“%(text)s” can be read in two ways; write 1:30, or minutes.") % {"text": text}
            raise Unread("minutes_unreadable", told)
        read = _rounded(Decimal(plain.replace(",", ".")) * (60 if int(found[1]) < 10 else 1))
    else:
        return _minutes(plain, text)
    told = _("“%(text)s” is read as %(minutes)s minutes.") % {"text": text, "minutes": read}
    return Told(read, "minutes_guessed", told)


def _rounded(figure: Decimal) -> int:
    return int(figure.quantize(Decimal(1), ROUND_HALF_UP))


def _minutes(plain: str, text: str) -> int | Told:
    try:
        read = when.read_minutes(plain) if plain else 0
    except ValidationError:
        told = _("“%(text)s” is not a time; write minutes, or 1h.") % {"text": text}
        raise Unread("minutes_unreadable", told) from None
    if plain != fold(text):
        told = _("“%(text)s” is read as %(minutes)s minutes.") % {"text": text, "minutes": read}
        return Told(read, "minutes_guessed", told)
    return read


def confidentiality(text: str) -> str:
    """Whether a client is kept to its team; "" for nothing. What is neither waits for a person."""
    said = fold(text)
    if said in {"open", "oppen", "oppet", "offentlig", "public"}:
        return Confidentiality.OPEN
    if said in {"team", "teamet", "sekretess", "hemlig", "konfidentiell", "konfidentiellt", "confidential", "secret"}:
        return Confidentiality.TEAM
    if not said:
        return ""
    return Confidentiality.TEAM if yes(text) else Confidentiality.OPEN


def is_of_secrecy(note: str) -> bool:
    """A sentence that speaks of it, and does not say that there is none."""
    sentences = map(fold, re.split(r"[.!?;\n]", note))
    none = re.compile(r"\b(ingen|inget|inga|utan|ej|inte|icke|no|not|without)\b")
    return any("sekretess" in one and not none.search(one) for one in sentences)


def clock(text: str) -> time | Told | None:
    """The time written beside a day that has been read; midnight is how a workbook writes none."""
    said = days.clock(text)
    if days.is_clock_lost(text):
        told = _("“%(text)s” has no time of day that can be read; it comes in without one.") % {"text": text}
        return Told(None, "clock_unread", told)
    if said is None:
        return None
    at = time(*said)
    if days.is_elsewhere(text):
        told = _("“%(text)s” is %(time)s here.") % {"text": text, "time": f"{at:%H:%M}"}
        return Told(at, "clock_at_home", told)
    return at


WORDS |= {
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
    "service": {
        **{"juridik": ServiceArea.LEGAL, "finansiering": ServiceArea.FINANCE, "marknad": ServiceArea.MARKETING},
        **{"immaterialratt": ServiceArea.IPR, "affarsmodell": ServiceArea.BUSINESS_MODEL, "ai": ServiceArea.AI},
        **{"regulatoriskt": ServiceArea.REGULATORY, "halsoekonomi": ServiceArea.HEALTH_ECONOMICS},
        **{"upphandling": ServiceArea.PROCUREMENT, "design": ServiceArea.DESIGN, "iot": ServiceArea.IOT},
        **{"forskning": ServiceArea.RESEARCH, "tillvaxt": ServiceArea.GROWTH, "vr": ServiceArea.VR},
        **{value: value for value in ServiceArea.values},
    },
}
CHOICES |= {"stage": Stage, "origin": Origin, "kind": MeetingKind, "service": ServiceArea}
UNKNOWN |= {"stage": "stage_unknown", "kind": "kind_unknown"}
