"""Choosing the columns of a list: which there are, which are shown, and the addresses that move one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lists.columns import COLUMNS, Column, head_of

if TYPE_CHECKING:
    from lists.page import ListPage


@dataclass(frozen=True)
class Choice:
    """A column as it can be chosen; `earlier` and `later` are addresses with it a place further on."""

    column: Column
    is_chosen: bool
    earlier: str = ""
    later: str = ""


class Chooser:
    def __init__(self, page: "ListPage") -> None:
        self.page = page

    @property
    def choices(self) -> list[Choice]:
        """Those that are shown in their order, and then the others; what names the row stays."""
        offered = self.page.offered()
        shown = [one for one in self.page.shown if one.name != head_of(offered).name]
        names = [one.name for one in shown]
        taken = {one.name for one in self.page.shown}
        chosen = [
            Choice(one, True, self._moved(names, at, at - 1), self._moved(names, at, at + 1))
            for at, one in enumerate(shown)
        ]
        return chosen + [Choice(one, False) for one in offered if one.name not in taken]

    def _moved(self, names: list[str], at: int, to: int) -> str:
        """The address with the column at another place; "" where there is none."""
        if not 0 <= to < len(names):
            return ""
        moved = list(names)
        moved[at], moved[to] = moved[to], moved[at]
        return f"{self.page.url}?{self.page.with_query(**{COLUMNS: moved})}"

    @property
    def is_chosen(self) -> bool:
        return COLUMNS in self.page.query

    @property
    def usual_url(self) -> str:
        return f"{self.page.url}?{self.page.without(COLUMNS)}"

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of columns sends along: the filters and the order."""
        return self.page.pairs(besides={COLUMNS, self.page.pager})
