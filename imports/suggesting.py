"""What a cell that could not be used was probably meant to say; rooms above register how they guess."""

from collections.abc import Callable, Mapping

from rapidfuzz import fuzz, process

from accounts.models import User
from ui.text import fold

ALIKE = 74
Suggest = Callable[[str], str]


def names(known: Mapping[str, str], key: Callable[[str], str] = fold) -> Suggest:
    """The name nearest to a text, by its key; "" when none is near."""

    def nearest(text: str) -> str:
        found = process.extractOne(key(text), known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        return known[found[0]] if found else ""

    return nearest


def users(by: User) -> Suggest:
    return names({fold(name): name for name in User.objects.active().values_list("name", flat=True)})


# Problem's code → how to guess, for one person's eyes.
MAKERS: dict[str, Callable[[User], Suggest]] = {"user_unknown": users}


def register(code: str, maker: Callable[[User], Suggest]) -> None:
    MAKERS[code] = maker


class Suggestions:
    """For the rows of one page; each list of names is fetched once, when a row first needs it."""

    def __init__(self, by: User) -> None:
        self.by = by
        self._made: dict[str, Suggest] = {}

    def of(self, code: str, text: str) -> str:
        """What to write instead of `text`; "" when nothing is near."""
        if code not in MAKERS:
            return ""
        if code not in self._made:
            self._made[code] = MAKERS[code](self.by)
        return self._made[code](text)
