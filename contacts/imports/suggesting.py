"""What a cell about an organisation was probably meant to say."""

from stdnum import luhn

from accounts.models import User
from contacts.imports.names import core
from contacts.models import Municipality
from imports.suggesting import Suggest, names
from ui.text import fold


def municipalities(by: User) -> Suggest:
    return names({fold(name): name for name in Municipality.objects.values_list("name", flat=True)}, core)


def numbers(by: User) -> Suggest:
    return _number


def _number(text: str) -> str:
    """An organisation's number with the check digit it should have; a personal number is not guessed at."""
    digits = "".join(filter(str.isdigit, text))
    if len(digits) != 10 or digits[2] < "2":
        return ""
    return f"{digits[:6]}-{digits[6:9]}{luhn.calc_check_digit(digits[:9])}"
