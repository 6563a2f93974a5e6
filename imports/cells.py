"""One cell as people write it → a value; what cannot be read raises Unread with its code and a sentence."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from imports import countries, days
from imports.models import RowOutcome
from imports.saying import said as _
from ui.mailboxes import written
from ui.text import fold

EXCEL_BEGINS = date(1899, 12, 30)


class Unread(Exception):
    """`outcome` is what the row becomes when the cell alone decides that."""

    def __init__(self, code: str, message: str, outcome: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.outcome = code, message, outcome


@dataclass(frozen=True)
class Told:
    """A value, with what was cut, guessed or rounded to get it; `aside` is kept in the row's note."""

    value: Any
    code: str = ""
    message: str = ""
    aside: str = ""


def day(text: str) -> date | Told | None:
    """2024-07-12, 20220717, 18/1 2022, 12 juli 2024; which of several days a text means its column decides."""
    if not text:
        return None
    read = days.read(text)
    if isinstance(read, days.Ambiguous):
        if len(set(read.meant.values())) > 1:
            raise Unread("date_order", days.asked(text), RowOutcome.DECISION)
        read = next(iter(read.meant.values()))
    if read is None and re.fullmatch(r"[34]\d{4}", text):
        read = EXCEL_BEGINS + timedelta(days=int(text))
        told = _("“%(text)s” is read as Excel's number for %(day)s.") % {"text": text, "day": read.isoformat()}
        return Told(read, "date_guessed", told)
    if read and days.at_home(text)[:10] != fold(text)[:10]:
        told = _("“%(text)s” is %(day)s here.") % {"text": text, "day": read.isoformat()}
        return Told(read, "date_at_home", told)
    if read is None:
        raise Unread("date_unreadable", _("“%(text)s” is not a day.") % {"text": text})
    if days.is_year_guessed(text, read):
        return Told(read, "date_guessed", days.guessed(text, read))
    return read


def country(text: str) -> str:
    """The ISO code of a country's name or code; "" for nothing."""
    if not text:
        return ""
    code = countries.codes().get(fold(text).strip("."))
    if code is None:
        told = _("There is no country called %(name)s.") % {"name": text}
        raise Unread("country_unknown", told, RowOutcome.DECISION)
    return code


def email(text: str) -> str:
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        raise Unread("email_invalid", _("“%(text)s” is not an e-mail address.") % {"text": text}) from None
    return written(text)


def website(text: str) -> str:
    return f"https://{text}" if text and "://" not in text else text


def without_birthday(text: str) -> str:
    """Only ten digits with an organisation's third one are surely nobody's personal number."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < 6 or (len(digits) == 10 and digits[2] >= "2"):
        return text
    return f"{digits[-10:][:4]}••-••••"


def masked(text: str) -> str:
    """Any cell's text as it may be shown before we know what it is."""
    return without_birthday(text) if re.fullmatch(r"(\d\d)?\d{6}[-+ ]?\d{4}", text) else text


def yes(text: str) -> bool:
    """False for nothing; what is neither yes nor no raises, for nobody knows which way it leans."""
    said = fold(text).strip(" .!")
    if said in {"ja", "j", "yes", "y", "x", "1", "true", "sant", "✓", "✔"}:
        return True
    if said in {"", "nej", "n", "no", "0", "false", "falskt", "-", "–"}:
        return False
    raise Unread("yes_unclear", _("“%(text)s” is neither yes nor no.") % {"text": text}, RowOutcome.DECISION)


def names(text: str) -> list[str]:
    return [part.strip() for part in re.split("[,;]", text) if part.strip()]
