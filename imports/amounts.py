"""Amounts and numbers of people as people write them; a mark before exactly three digits groups, and is told."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from imports.cells import Told, Unread
from ui.text import fold

MOST = Decimal(10) ** 14
SCALES = {
    **dict.fromkeys(("", "kr", "sek"), 1),
    **dict.fromkeys(("t", "tkr", "tsek", "ksek", "k"), 1000),
    **dict.fromkeys(("m", "mkr", "mnkr", "msek", "milj", "miljon", "miljoner", "million", "millions"), 10**6),
    **dict.fromkeys(("mdr", "mdkr", "miljard", "miljarder"), 10**9),
}
ABOUT = re.compile(r"^(ca\.?|cirka|c:a|omkring|runt|drygt|about|approx\.?|~|≈) *")
FIGURE = re.compile(r"(-)?(\d[\d.,]*)(?:e([+-]?\d{1,2}))?")
NOTHING = {"-", "–", "n/a", "saknas", "okant", "ej angivet", "?"}
PEOPLE = r"(?:st\.?|pers\.?|personer|person|anstallda|anst\.?|people|employees|fte|heltid(?:stjanster)?)"


def amount(text: str) -> Told | None:
    """Whole kronor: 12 500 000, 3,4 mkr, 450 tkr, 450.000, SEK 1 250 000, 1 250 000:-."""
    plain = _plain(text)
    if not plain or plain in NOTHING:
        return None
    plain, is_about = _without_about(plain)
    figure, scale = _scaled(plain, text)
    number, is_grouped = _number(figure, scale, text)
    whole = (number * scale).quantize(Decimal(1), ROUND_HALF_UP)
    if whole >= MOST:
        raise Unread("amount_too_large", _("“%(text)s” is more than can be kept.") % {"text": text})
    told = {"text": text, "read": f"{whole:,}".replace(",", "\u00a0")}
    if is_about:
        return Told(whole, "amount_about", _("“%(text)s” is read as %(read)s.") % told)
    if whole != number * scale:
        return Told(whole, "amount_rounded", _("“%(text)s” is rounded to %(read)s.") % told)
    if is_grouped or "e" in figure:
        return Told(whole, "amount_guessed", _("“%(text)s” is read as %(read)s.") % told)
    return Told(whole)


def in_unit(text: str, unit: str) -> tuple[str, bool]:
    """(the text with its heading's unit where it says none itself, whether it says another one)."""
    plain, _about = _without_about(_plain(text))
    if not re.search(r"\d", plain):
        return text, False
    if ":-" not in text and re.fullmatch(r"-?\d[\d.,]*(?:e[+-]?\d+)?", plain):
        return f"{text} {unit}", False
    said = re.search(r"[a-z]+", plain)
    return text, SCALES.get(said[0] if said else "") != SCALES[unit]


def _plain(text: str) -> str:
    folded = fold(text).replace("’", "'").replace("−", "-")
    return re.sub(r"(?<=\d)[ '](?=\d{3})", "", folded.replace(":-", "").strip())


def _without_about(plain: str) -> tuple[str, bool]:
    shorter = ABOUT.sub("", plain)
    return shorter, shorter != plain


def _scaled(plain: str, text: str) -> tuple[str, Decimal]:
    """(the figure, what its unit multiplies it with)."""
    found = re.fullmatch(r"(?:sek|kr)? ?(-?\d[\d.,]*(?:e[+-]?\d+)?) ?\(?([a-z]*)\)?\.?(?: ?(?:sek|kr|kronor))?", plain)
    if found is None or found[2] not in SCALES and found[2] != "kronor":
        raise _unread(text)
    if found[1].startswith("-"):
        raise Unread("amount_negative", _("“%(text)s” is less than nothing; it is not taken.") % {"text": text})
    return found[1], Decimal(SCALES.get(found[2], 1))


def _number(figure: str, scale: Decimal, text: str) -> tuple[Decimal, bool]:
    """(the number, whether a mark in it was read as grouping)."""
    found = FIGURE.fullmatch(figure)
    if found is None:
        raise _unread(text)
    digits, exponent = found[2].rstrip(".,"), int(found[3] or 0)
    if exponent > 14:
        raise Unread("amount_too_large", _("“%(text)s” is more than can be kept.") % {"text": text})
    marks = re.sub(r"\d", "", digits)
    if not marks:
        return Decimal(digits) * 10**exponent, False
    groups = re.split(r"[.,]", digits)
    if len(set(marks)) == 2 or len(marks) == 1 and (len(groups[1]) != 3 or exponent):
        return _decimal(digits, text) * Decimal(10) ** exponent, False
    is_grouping = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]) and groups[0] != "0"
    if not is_grouping or (len(marks) == 1 and scale >= 10**6):
        told = _("“%(text)s” can be read in two ways; write it without the mark.") % {"text": text}
        raise Unread("amount_unclear", told)
    return Decimal("".join(groups)), len(marks) == 1


def _decimal(digits: str, text: str) -> Decimal:
    whole, _mark, part = re.match(r"(.*)([.,])(\d*)$", digits).groups()  # type: ignore[union-attr]
    groups = re.split(r"[.,]", whole)
    if any(len(group) != 3 for group in groups[1:]) or len(re.findall(r"[.,]", whole)) != len(groups) - 1:
        raise _unread(text)
    return Decimal("".join(groups) + "." + (part or "0"))


def _unread(text: str) -> Unread:
    return Unread("amount_unreadable", _("“%(text)s” is not an amount.") % {"text": text})


def count(text: str) -> Told:
    """(number, note) of people: "ca 10" and "10–19" keep their words beside the number; 5.0 is five."""
    plain = re.sub(rf" ?{PEOPLE}$", "", _plain(text).replace("–", "-"))
    if not plain or plain in NOTHING:
        return Told((None, ""))
    plain, is_about = _without_about(plain)
    if found := re.fullmatch(r"(\d{1,6}) ?(?:- ?\d{1,6}|\+)", plain):
        return _counted(int(found[1]), text)
    if re.fullmatch(r"(?:<|under|mindre an|less than|max) ?\d{1,6}", plain):
        told = _("“%(text)s” is kept as words; it is no number.")
        return Told((None, text[:100]), "count_words", told % {"text": text})
    found = re.fullmatch(r"(\d{1,6})(?:[.,](\d+))?", plain)
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
