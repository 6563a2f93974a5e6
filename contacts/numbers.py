"""Organisation numbers and size classes: what a number is, how it may be shown, how large a company counts as."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NumberError
from stdnum.se import orgnr, personnummer

# Ceilings of Recommendation 2003/361/EC: staff below, turnover or balance sheet at most (EUR).
SIZE_CEILINGS = [
    ("micro", 10, 2_000_000, 2_000_000),
    ("small", 50, 10_000_000, 10_000_000),
    ("medium", 250, 50_000_000, 43_000_000),
]
SIZE_NAMES = {"micro": _("Micro"), "small": _("Small"), "medium": _("Medium"), "large": _("Large")}
# An administrator's figure in time; the Riksbank's yearly mean is close to this.
SEK_PER_EUR = Decimal("11.20")


def read(value: str, country: str = "SE") -> tuple[str, str, str]:
    """(country, scheme, number) of what somebody typed; ("SE", "", "") for nothing.

    Raises ValidationError with code org_number_check_digit or org_number_unreadable.
    """
    compact = "".join(value.split()).replace("–", "-")
    if not compact:
        return country, "", ""
    # A country's two letters and a number; "saknas" is neither.
    if re.fullmatch(r"(?!SE)[A-Z]{2}(?=(?:\D*\d){5}).*", compact.upper()):
        return compact[:2].upper(), "foreign", compact.upper()
    if country != "SE":
        return country, "foreign", compact.upper()
    return ("SE", *_read_swedish(compact))


def _read_swedish(compact: str) -> tuple[str, str]:
    digits = compact.upper().removeprefix("SE").replace("-", "").replace("+", "")
    if digits.endswith("01") and len(digits) == 12 and compact.upper().startswith("SE"):
        digits = digits[:-2]
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    try:
        if len(digits) == 10 and digits.isdigit() and digits[2] >= "2":
            return "orgnr", _dashed(orgnr.validate(digits))
        return "personal", personnummer.format(personnummer.validate(compact))
    except InvalidChecksum:
        raise ValidationError(
            _("The check digit of %(number)s is wrong."), code="org_number_check_digit", params={"number": compact}
        ) from None
    except NumberError:
        raise ValidationError(
            _("%(number)s is not an organisation number."), code="org_number_unreadable", params={"number": compact}
        ) from None


def _dashed(digits: str) -> str:
    return f"{digits[:6]}-{digits[6:]}"


def shown(scheme: str, number: str) -> str:
    """The number as pages, mails and exports show it; a personal number keeps only its year and month."""
    if scheme == "personal":
        return f"{number.replace('-', '').replace('+', '')[-10:-6]}••-••••"
    return number


def size_class(employees: int | None, turnover_sek: Decimal | None, balance_sek: Decimal | None) -> str:
    if employees is None:
        return ""
    for name, staff, turnover, balance in SIZE_CEILINGS:
        within = [
            amount <= ceiling * SEK_PER_EUR
            for amount, ceiling in ((turnover_sek, turnover), (balance_sek, balance))
            if amount is not None
        ]
        if employees < staff and (not within or any(within)):
            return name
    return "large"


def size_case(prefix: str = "") -> Case:
    """The same classes for the database, so that lists can be filtered by them; "" when unknown."""

    def within(ceiling: int, column: str) -> Q:
        return Q(**{f"{prefix}{column}__lte": ceiling * SEK_PER_EUR})

    no_amounts = Q(**{f"{prefix}turnover_sek": None, f"{prefix}balance_sek": None})
    classes = [
        When(
            Q(**{f"{prefix}employees__lt": staff})
            & (no_amounts | within(turnover, "turnover_sek") | within(balance, "balance_sek")),
            then=Value(name),
        )
        for name, staff, turnover, balance in SIZE_CEILINGS
    ]
    unknown = When(**{f"{prefix}employees": None}, then=Value(""))
    return Case(unknown, *classes, default=Value("large"), output_field=CharField())
