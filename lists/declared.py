"""What a noun declares of its list: once, as a subclass of `lists.page.ListPage`.

Constants are said of the noun, methods are asked of one page.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

from accounts.models import User
from lists.columns import Column
from lists.paging import Sort
from lists.picks import Pick

if TYPE_CHECKING:
    from lists.tabs import BuiltIn


class Declared:
    """`code` names the list; `place` is its address and `export` that of its files, by name."""

    code: ClassVar[str]
    title: ClassVar[Any]
    place: ClassVar[str]
    # The noun whose every record has such a list.
    each_of: ClassVar[type[Model] | None] = None
    export: ClassVar[str] = ""
    filterset: ClassVar[Any]
    picks: ClassVar[Sequence[Pick]] = ()
    columns: ClassVar[Sequence[Column]] = ()
    sorts: ClassVar[dict[str, Sort]]
    # The order when none is asked for.
    order: ClassVar[str]
    # The parameter that says after which row a page begins.
    pager: ClassVar[str] = "after"
    # Whether the filters stand in a menu, with chips of those in force; else they stand in the bar themselves.
    has_menu: ClassVar[bool] = False
    css: ClassVar[str] = ""
    # Whether its style says how it is on a phone; else the columns do (`on_phone`).
    has_own_frame: ClassVar[bool] = False
    # The page; its own actions beside the heading, and what stands there while there is nothing at all.
    template: ClassVar[str] = "lists/list.html"
    actions: ClassVar[str] = ""
    empty: ClassVar[str] = ""
    # Keys of the page's own actions, for the line of keys: (key, what it does).
    keys: ClassVar[Sequence[tuple[str, Any]]] = ()
    # Words for when the filters leave nothing.
    none_matches: ClassVar[Any]
    none_hint: ClassVar[Any] = ""
    show_all: ClassVar[Any]
    # What a file is called.
    file_name: ClassVar[Any] = ""

    user: User
    query: QueryDict
    on: date
    of: Any

    # What a noun says of one page

    def read(self) -> QuerySet[Any]:
        """All that the user may read."""
        raise NotImplementedError

    def fetched(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with the fields that are shown; each has its key, as `pk`."""
        return rows

    def dressed(self, rows: list[Any]) -> Iterable[Any]:
        """The rows as columns read them, with what is fetched for the shown ones only."""
        return rows

    def in_words(self, found: int, readable: int | None) -> str:
        """How many there are: "58 clients", "58 of 263 clients"; without `readable` of what is found alone."""
        raise NotImplementedError

    def offered(self) -> Sequence[Column]:
        """Every column that may be shown, the one that names the row first."""
        return self.columns

    def offered_picks(self) -> Sequence[Pick]:
        return self.picks

    def context(self) -> dict[str, Any]:
        """What the templates of this list know besides the list."""
        return {}

    def ident(self, row: Any) -> str:
        """What a row is called in its page, where something done to it leads back to it."""
        return ""

    def built_in(self) -> "Sequence[BuiltIn]":
        return ()
