"""One cell as people write it → a value; what cannot be read raises Unread with its code and a sentence."""

import re
from decimal import Decimal, InvalidOperation

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from ui.text import fold


class Unread(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


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
    return fold(text) in {"ja", "yes", "x", "1", "true", "sant"}


def names(text: str) -> list[str]:
    return [part.strip() for part in re.split("[,;]", text) if part.strip()]
