"""Telephone numbers as people write them; what is no number is kept as typed, and no letter becomes a digit."""

import re

import phonenumbers

from imports.amounts import NOTHING
from imports.cells import Told
from imports.saying import said as _
from ui.amounts import plain

LONGEST = 40
EXTENSION = re.compile(r"[ ,;]*\(?(?:ankn(?:ytning)?|anknr|ext(?:ension)?|x)[.: ]*(\d{1,6})\)?\s*$", re.IGNORECASE)
BRACKETS = re.compile(r"\(([^()\d]*[^\W\d_][^()]*)\)")
WORDS = re.compile(r"^[^\W\d_][^\d+(]*(?=[\d+(])|(?<=\d)[ ,:]*[^\W\d_][^\d]*$")
EXPONENT = re.compile(r"\d[.,]?\d*e\+?\d+", re.IGNORECASE)
SEVERAL = re.compile(r"\s*(?:/|,|;|\boch\b|\beller\b|\band\b|\bor\b|\n)\s*")


def phone(text: str) -> Told:
    """(as kept, with what was told): "+46 70 123 45 67", "+46 8 12 34 567 ankn. 12"."""
    if not text:
        return Told("")
    if plain(text) in NOTHING:
        return Told("", "no_number", _("“%(text)s” is no number; it comes in without one.") % {"text": text})
    if EXPONENT.search(text):
        return _as_typed(text, _("“%(text)s” has lost its last figures in a sheet; it is kept as it stands."))
    rest, extension = _without(EXTENSION, text)
    rest, name = _without(BRACKETS, rest)
    rest, words = _without(WORDS, rest)
    first, *others = [part for part in SEVERAL.split(rest) if part] or [""]
    number = _number(first)
    if not number:
        return _as_typed(text, _("“%(text)s” is not a valid number; it is kept as typed."))
    kept = f"{number} ankn. {extension}" if extension else number
    asides = [part for part in (name, words.strip(" ,:"), *(_number(one) or one for one in others)) if part]
    if asides:
        told = _("Of “%(text)s” %(kept)s is the number; the rest is kept in the note.") % {"text": text, "kept": kept}
        return Told(kept, "phone_parted", told, aside=f"{kept}: {', '.join(asides)}")
    if extension or not re.match(r"\s*(\+|0)", first):
        return Told(kept, "phone_read", _("“%(text)s” is read as %(kept)s.") % {"text": text, "kept": kept})
    return Told(kept)


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """(the text without what is found, what was found)."""
    found = pattern.search(text)
    if found is None:
        return text, ""
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return rest.strip(), (found[1] if found.groups() else found[0]).strip()


def _number(text: str) -> str:
    """In the form of all countries; "" for what is no valid number."""
    if re.search(r"[^\W\d_]", text):
        return ""
    digits = re.sub(r"\D", "", text)
    for typed in (text, f"+{digits}" if not text.startswith(("+", "0")) else ""):
        try:
            number = phonenumbers.parse(typed, "SE")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return ""


def _as_typed(text: str, told: str) -> Told:
    if len(text) > LONGEST:
        kept = _("“%(text)s” is no number, and is kept in the note.") % {"text": text}
        return Told("", "phone_too_long", kept, aside=text)
    return Told(text, "phone_invalid", told % {"text": text})
