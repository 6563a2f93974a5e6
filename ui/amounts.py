"""Numbers and amounts of money as people write them: "1,5 mkr", "12 500", "450 tkr", "1250,50"; one reader for pages
and imports."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from ui.text import fold

NBSP = "\u00a0"
MILLION = 1_000_000
MOST = Decimal(10) ** 14
SCALES = {
    **dict.fromkeys(("", "kr", "sek", "kronor"), 1),
    **dict.fromkeys(("t", "tkr", "tsek", "ksek", "k"), 1000),
    **dict.fromkeys(("m", "mkr", "mnkr", "msek", "milj", "miljon", "miljoner", "million", "millions"), 10**6),
    **dict.fromkeys(("mdr", "mdkr", "miljard", "miljarder"), 10**9),
}
ABOUT = re.compile(r"^(ca\.?|cirka|c:a|omkring|runt|drygt|about|approx\.?|~|≈) *")
FIGURE = re.compile(r"(\d[\d.,]*)(?:e([+-]?\d{1,2}))?")
BARE = re.compile(r"-?\d[\d.,]*(?:e[+-]?\d+)?")


@dataclass(frozen=True)
class Figure:
    """`is_about`: the text says only about; `is_guessed`: a mark in it was taken as grouping, or it has an exponent."""

    number: Decimal
    is_about: bool = False
    is_guessed: bool = False


def read(text: str, *, places: int = 0, is_signed: bool = False) -> Figure:
    """Raises ValidationError (amount_unreadable, _negative, _too_large, _unclear). Where a number may have decimals
    (`places`), one mark before three digits may be either and is refused."""
    shorter, is_about = without_about(plain(text))
    figure, scale = _scaled(shorter, text)
    minus = figure.startswith("-")
    if minus and not is_signed:
        raise _refused("amount_negative", _("“%(text)s” is less than nothing; it is not taken."), text)
    number, is_grouped = _number(figure.lstrip("-"), scale, text, is_unclear=places > 0)
    number *= -scale if minus else scale
    if abs(number) > MOST - 1:
        raise _refused("amount_too_large", _("“%(text)s” is more than can be kept."), text)
    return Figure(number, is_about, is_grouped or "e" in figure)


def plain(text: str) -> str:
    """Folded, without the spaces that group digits."""
    folded = fold(text).replace("’", "'").replace("−", "-").replace(":-", "").strip()
    return re.sub(r"(?<=\d)[ '](?=\d{3})", "", folded)


def without_about(text: str) -> tuple[str, bool]:
    shorter = ABOUT.sub("", text)
    return shorter, shorter != text


def unit_of(text: str) -> str:
    """The word after the figure."""
    return re.sub(rf"^{BARE.pattern} ?", "", without_about(plain(text))[0])


def written(number: Any, *, is_grouped: bool = False) -> str:
    """A number as a field shows it, and as `read` reads it again."""
    exact = Decimal(number)
    exact = exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact.normalize()
    return number_format(exact, use_l10n=True, force_grouping=is_grouped)


def in_millions(sek: Any, decimals: int = 1) -> Decimal:
    """Halves go up, as people round."""
    return (Decimal(sek) / MILLION).quantize(Decimal(10) ** -decimals, ROUND_HALF_UP)


def adds_up(amounts: Iterable[Any]) -> bool:
    """Whether amounts of SEK, each shown in millions, add up to their sum as that is shown (0046)."""
    amounts = list(amounts)
    return sum(map(in_millions, amounts), Decimal()) == in_millions(sum(amounts))


def money(amount: Any, currency: str = "SEK") -> str:
    """Whole units of a currency: "EUR 95 000", in Swedish "95 000 euro"."""
    number = number_format(round(amount), 0, use_l10n=True, force_grouping=True)
    words = pgettext("money", "EUR %(number)s") if currency == "EUR" else pgettext("money", "SEK %(number)s")
    return (words % {"number": number}).replace(" ", NBSP)


def _scaled(shorter: str, text: str) -> tuple[str, Decimal]:
    """(the figure, what its unit multiplies it with)."""
    unit = r"\(?([a-z]*)\)?\.?(?: ?(?:sek|kr|kronor))?"
    found = re.fullmatch(rf"(?:sek|kr)? ?({BARE.pattern}) ?{unit}", shorter)
    if found is None or found[2] not in SCALES:
        raise _unreadable(text)
    return found[1], Decimal(SCALES[found[2]])


def _number(figure: str, scale: Decimal, text: str, *, is_unclear: bool) -> tuple[Decimal, bool]:
    """(the number, whether a mark in it was read as grouping)."""
    found = FIGURE.fullmatch(figure)
    if found is None:
        raise _unreadable(text)
    digits, exponent = found[1].rstrip(".,"), int(found[2] or 0)
    if exponent > 14:
        raise _refused("amount_too_large", _("“%(text)s” is more than can be kept."), text)
    marks = re.sub(r"\d", "", digits)
    if not marks:
        return Decimal(digits) * 10**exponent, False
    groups = re.split(r"[.,]", digits)
    if len(set(marks)) == 2 or len(marks) == 1 and (len(groups[1]) != 3 or exponent):
        return _decimal(digits, text) * Decimal(10) ** exponent, False
    is_grouping = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]) and groups[0] != "0"
    if is_unclear and not is_grouping and len(marks) == 1:
        return _decimal(digits, text), False
    if not is_grouping or (len(marks) == 1 and (scale >= 10**6 or is_unclear)):
        raise _refused("amount_unclear", _("“%(text)s” can be read in two ways; write it without the mark."), text)
    return Decimal("".join(groups)), len(marks) == 1


def _decimal(digits: str, text: str) -> Decimal:
    whole, _mark, part = re.match(r"(.*)([.,])(\d*)$", digits).groups()  # type: ignore[union-attr]
    groups = re.split(r"[.,]", whole)
    if any(len(group) != 3 for group in groups[1:]) or len(re.findall(r"[.,]", whole)) != len(groups) - 1:
        raise _unreadable(text)
    return Decimal("".join(groups) + "." + (part or "0"))


def _unreadable(text: str) -> ValidationError:
    return _refused("amount_unreadable", _("“%(text)s” is not an amount."), text)


def _refused(code: str, words: Any, text: str) -> ValidationError:
    return ValidationError(words, code=code, params={"text": text})
