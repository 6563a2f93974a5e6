"""The views of a list that stand as tabs: each is an address, named. Saved ones come first, then those that everybody
has."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from lists.access import can_change_view
from lists.models import SavedView
from lists.paging import capped_counts, count_in_words
from ui import asked

if TYPE_CHECKING:
    from lists.page import ListPage

SORT, VIEW = "sort", "view"
# So many saved views stand as tabs; the rest are a page away.
MOST = 6


@dataclass(frozen=True)
class BuiltIn:
    """A view that every reader of the list has; `name` says which, where somebody begins with it."""

    name: str
    label: Any
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def asks(self) -> QueryDict:
        query = QueryDict(mutable=True)
        for name, value in self.pairs:
            query.appendlist(name, value)
        return query


@dataclass(frozen=True)
class Tab:
    """`key` names the view in addresses and settings."""

    label: str
    query: str
    count: str
    is_current: bool
    key: str = ""
    # Whether her list begins with it.
    is_begun: bool = False


class Tabs:
    """The views of one page."""

    def __init__(self, page: "ListPage") -> None:
        self.page = page
        self.built_in = list(page.built_in())

    @cached_property
    def saved(self) -> list[SavedView]:
        return list(SavedView.objects.offered_to(self.page.user).filter(list=self.page.key))

    @cached_property
    def current(self) -> SavedView | None:
        """The saved view that the address names, when it is hers to read."""
        key = asked.key(self.page.query.get(VIEW))
        if key is None:
            return None
        if "saved" in self.__dict__:
            return next((one for one in self.saved if one.pk == key), None)
        return SavedView.objects.offered_to(self.page.user).filter(list=self.page.key, pk=key).first()

    @property
    def shown(self) -> list[SavedView]:
        """Those that stand as tabs, the one in view always."""
        first = self.saved[:MOST]
        return first if self.current is None or self.current in first else [*first[:-1], self.current]

    @property
    def has_more(self) -> bool:
        return len(self.saved) > MOST

    @cached_property
    def counts(self) -> list[int]:
        """Found, readable, and of each view; all in one query."""
        views = [*(one.asks for one in self.shown), *(one.asks for one in self.built_in)]
        return capped_counts([self.page.found, self.page.readable, *map(self._found_by, views)])

    def _found_by(self, query: QueryDict) -> Any:
        return self.page.filtered_by(query).qs if self._plain(query) else self.page.readable

    @cached_property
    def all(self) -> list[Tab]:
        if not self.saved and not self.built_in:
            return []
        counts = [count_in_words(count) for count in self.counts[2:]]
        saved = [self._of_saved(view, count) for view, count in zip(self.shown, counts, strict=False)]
        return saved + [self._of_built_in(*one) for one in zip(self.built_in, counts[len(saved) :], strict=True)]

    def _of_saved(self, view: SavedView, count: str = "") -> Tab:
        return Tab(view.name, self.query_of(view), count, view == self.current, str(view.pk))

    def query_of(self, view: SavedView) -> str:
        """The address's query that opens a saved view."""
        query = view.asks.copy()
        query[VIEW] = str(view.pk)
        return query.urlencode()

    @property
    def built_in_tabs(self) -> list[Tab]:
        return [self._of_built_in(view) for view in self.built_in]

    def _of_built_in(self, view: BuiltIn, count: str = "") -> Tab:
        query = view.asks.urlencode() or self.page.all_query
        is_begun = self.page.user.opens_with.get(self.page.key) == view.name
        return Tab(str(view.label), query, count, view == self.current_built_in, view.name, is_begun)

    @cached_property
    def current_built_in(self) -> BuiltIn | None:
        """The one that narrows the list as the address does, when that names no saved view."""
        here = self._plain(self.page.query)
        found = (one for one in self.built_in if self._plain(one.asks) == here)
        return None if self.current else next(found, None)

    def _plain(self, query: QueryDict) -> set[tuple[str, str]]:
        """What narrows the list."""
        names = self.page.filterset.base_filters
        return {(name, value) for name, values in query.lists() if name in names for value in values if value}

    @property
    def label(self) -> str:
        """What the page is called: as the view that it shows."""
        if self.current:
            return self.current.name
        return str(self.current_built_in.label if self.current_built_in else self.page.of or self.page.title)

    def begun_with(self) -> Tab | None:
        """The view that she has chosen to begin this list with."""
        key = self.page.user.opens_with.get(self.page.key, "")
        return self.named(key) if key else None

    def named(self, key: str) -> Tab | None:
        """The view of this key, of those that she is offered."""
        if built_in := next((one for one in self.built_in if one.name == key), None):
            return self._of_built_in(built_in)
        saved = next((one for one in self.saved if str(one.pk) == key), None)
        return self._of_saved(saved) if saved else None

    # What may be saved

    @property
    def is_changed(self) -> bool:
        """Whether the page is looked at otherwise than as the saved view that it was opened as."""
        return self.current is not None and self.page.kept_query != self.page.kept_of(self.current.asks)

    @property
    def may_reshape(self) -> bool:
        return self.is_changed and bool(self.current and can_change_view(self.page.user, self.current))

    @property
    def save_url(self) -> str:
        return f"{reverse('lists:view_save')}?{urlencode({'list': self.page.key, 'query': self.page.kept_query})}"

    @property
    def is_unsaved(self) -> bool:
        """Whether there is anything to save: no view, saved or everybody's, looks so."""
        if self.current:
            return self.is_changed
        like = [self.page.all_query, *(self.page.kept_of(one.asks) for one in self.built_in), ""]
        return self.page.kept_query not in like


def pairs_of(query: QueryDict, names: Iterable[str]) -> str:
    """What an address says of these names alone, in the order of the names."""
    kept = QueryDict(mutable=True)
    for name in names:
        if values := [value for value in query.getlist(name) if value]:
            kept.setlist(name, values)
    return kept.urlencode()
