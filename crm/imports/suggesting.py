"""What a cell about crm's nouns was probably meant to say."""

from stdnum import luhn

from accounts.models import User
from crm.imports.names import core
from crm.models import Client, Municipality
from imports.suggesting import Suggest, names
from ui.text import fold

# Beyond this many names a look-alike costs more than it helps.
MAX_NAMES = 20_000


def municipalities(by: User) -> Suggest:
    return names({fold(name): name for name in Municipality.objects.values_list("name", flat=True)}, core)


def clients(by: User) -> Suggest:
    found = Client.objects.visible_to(by).values_list("organisation__name", flat=True)[:MAX_NAMES]
    return names({core(name): name for name in found}, core)


def numbers(by: User) -> Suggest:
    return _number


def _number(text: str) -> str:
    """An organisation's number with the check digit it should have; a personal number is not guessed at."""
    digits = "".join(filter(str.isdigit, text))
    if len(digits) != 10 or digits[2] < "2":
        return ""
    return f"{digits[:6]}-{digits[6:9]}{luhn.calc_check_digit(digits[:9])}"
