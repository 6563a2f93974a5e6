"""What a cell that could not be used was probably meant to say."""

from functools import cached_property

from rapidfuzz import fuzz, process
from stdnum import luhn

from accounts.models import User
from crm.imports.names import core
from crm.models import Client, Municipality
from ui.text import fold

ALIKE = 74
# Beyond this many names a look-alike costs more than it helps.
MAX_NAMES = 20_000


class Suggestions:
    """For the rows of one page; each list of names is fetched once, when a row first needs it."""

    def __init__(self, by: User) -> None:
        self.by = by

    def of(self, code: str, text: str) -> str:
        """What to write instead of `text`; "" when nothing is near."""
        if code == "org_number_check_digit":
            return _number(text)
        names = {
            "municipality_unknown": lambda: self._municipalities,
            "user_unknown": lambda: self._users,
            "client_unknown": lambda: self._clients,
        }.get(code)
        return _nearest(text, names()) if names else ""

    @cached_property
    def _municipalities(self) -> dict[str, str]:
        return {fold(name): name for name in Municipality.objects.values_list("name", flat=True)}

    @cached_property
    def _users(self) -> dict[str, str]:
        return {fold(name): name for name in User.objects.active().values_list("name", flat=True)}

    @cached_property
    def _clients(self) -> dict[str, str]:
        found = Client.objects.visible_to(self.by).values_list("organisation__name", flat=True)[:MAX_NAMES]
        return {core(name): name for name in found}


def _nearest(text: str, names: dict[str, str]) -> str:
    found = process.extractOne(core(text), names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return names[found[0]] if found else ""


def _number(text: str) -> str:
    """An organisation's number with the check digit it should have; a personal number is not guessed at."""
    digits = "".join(filter(str.isdigit, text))
    if len(digits) != 10 or digits[2] < "2":
        return ""
    return f"{digits[:6]}-{digits[6:9]}{luhn.calc_check_digit(digits[:9])}"
