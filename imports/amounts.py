"""Amounts and numbers of people in a file; a mark before exactly three digits groups, and is told."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError

from imports.cells import Told, Unread
from imports.saying import refusals
from imports.saying import said as _
from ui.amounts import BARE, SCALES, plain, read, without_about

NOTHING = {"-", "–", "n/a", "saknas", "okant", "ej angivet", "?"}
PEOPLE = r"(?:st\.?|pers\.?|personer|person|anstallda|anst\.?|people|employees|fte|heltid(?:stjanster)?)"


def amount(text: str) -> Told | None:
    """Whole kronor: 12 500 000, 3,4 mkr, 450 tkr, 450.000, SEK 1 250 000, 1 250 000:-."""
    if not plain(text) or plain(text) in NOTHING:
        return None
    try:
        figure = read(text)
    except ValidationError as refused:
        raise Unread(str(refused.code), refusals(refused)) from None
    whole = figure.number.quantize(Decimal(1), ROUND_HALF_UP)
    told = {"text": text, "read": f"{whole:,}".replace(",", "\u00a0")}
    if figure.is_about:
        return Told(whole, "amount_about", _("“%(text)s” is read as %(read)s.") % told)
    if whole != figure.number:
        return Told(whole, "amount_rounded", _("“%(text)s” is rounded to %(read)s.") % told)
    if figure.is_guessed:
        return Told(whole, "amount_guessed", _("“%(text)s” is read as %(read)s.") % told)
    return Told(whole)


def in_unit(text: str, unit: str) -> tuple[str, bool]:
    """(the text with its heading's unit where it says none itself, whether it says another one)."""
    shorter, _about = without_about(plain(text))
    if not re.search(r"\d", shorter):
        return text, False
    if ":-" not in text and BARE.fullmatch(shorter):
        return f"{text} {unit}", False
    said = re.search(r"[a-z]+", shorter)
    return text, SCALES.get(said[0] if said else "") != SCALES[unit]


def count(text: str) -> Told:
    """(number, note) of people: "ca 10" and "10–19" keep their words beside the number; 5.0 is five."""
    number = re.sub(rf" ?{PEOPLE}$", "", plain(text).replace("–", "-"))
    if not number or number in NOTHING:
        return Told((None, ""))
    number, is_about = without_about(number)
    if found := re.fullmatch(r"(\d{1,6}) ?(?:- ?\d{1,6}|\+)", number):
        return _counted(int(found[1]), text)
    if re.fullmatch(r"(?:<|under|mindre an|less than|max) ?\d{1,6}", number):
        told = _("“%(text)s” is kept as words; it is no number.")
        return Told((None, text[:100]), "count_words", told % {"text": text})
    found = re.fullmatch(r"(\d{1,6})(?:[.,](\d+))?", number)
    if found is None:
        raise Unread("amount_unreadable", _("“%(text)s” is not a number of people.") % {"text": text})
    whole, part = int(found[1]), found[2] or ""
    if len(part) == 3:
        return _counted(int(found[1] + part), text)
    if part.strip("0"):
        return _counted(int(Decimal(f"{whole}.{part}").quantize(Decimal(1), ROUND_HALF_UP)), text)
    return _counted(whole, text) if is_about else Told((whole, ""))


def _counted(number: int, text: str) -> Told:
    told = _("“%(text)s” is read as %(number)s; the words are kept beside it.")
    return Told((number, text[:100]), "count_guessed", told % {"text": text, "number": number})
