"""A list as its page and its files show it, read from one address: rows, columns, filters, orders, views and counts.

A noun declares its list once, as a subclass. Nothing here knows any noun.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.middleware.csrf import get_token
from django.urls import reverse

from accounts.models import User
from lists.chooser import Chooser
from lists.columns import COLUMNS, Column, Heading, chosen, head_of, of_file
from lists.declared import Declared
from lists.paging import PAGE, capped_counts
from lists.picks import SEARCH, Chip, Control
from lists.tabs import SORT, VIEW, Tab, Tabs, pairs_of
from ui import asked
from ui.table import head_cell, line

FILE_BATCH = 2000


class ListPage(Declared):
    def __init__(self, user: User, query: QueryDict, on: date, request: Any = None, of: Any = None) -> None:
        """`of` is the record whose list it is, of a list that every record of a noun has."""
        self.user, self.query, self.on, self.request, self.of = user, query, on, request, of
        self.readable = self.read()
        self.sort_name = query.get(SORT, "") if query.get(SORT) in self.sorts else self.order
        self.sort = self.sorts[self.sort_name]
        self.shown = chosen(self.offered(), query)

    # Addresses

    @property
    def key(self) -> str:
        """The list's code; of a list that each record has, with the record's key."""
        return f"{self.code}/{self.of.pk}" if self.of else self.code

    @property
    def url(self) -> str:
        return reverse(self.place, args=[self.of.pk] if self.of else [])

    def export_url(self, form: str) -> str:
        return f"{reverse(self.export, args=[*([self.of.pk] if self.of else []), form])}?{self.with_query()}"

    @property
    def files(self) -> list[tuple[str, str]]:
        return [(form, self.export_url(form)) for form in ("xlsx", "csv")] if self.export else []

    def with_query(self, **changes: Any) -> str:
        """The address's query with some parameters set; the page starts over unless its pager is among them."""
        query = self.query.copy()
        query.pop(self.pager, None)
        for name, value in changes.items():
            query.setlist(name, value if isinstance(value, list) else [value])
        return query.urlencode()

    @property
    def all_query(self) -> str:
        """Of everything; never empty, since the bare address may be that of a view somebody has chosen."""
        return f"{SORT}={self.order}"

    @property
    def first_query(self) -> str:
        return self.with_query() or self.all_query

    @property
    def is_first(self) -> bool:
        return self.pager not in self.query

    # Rows

    @cached_property
    def filter(self) -> Any:
        query = self.query.copy()
        query.pop(self.pager, None)
        return self.filtered_by(query)

    def filtered_by(self, query: QueryDict) -> Any:
        return self.filterset(query, self.readable, request=self.request)

    @property
    def found(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.filter.qs
        return rows

    @cached_property
    def _page(self) -> list[Any]:
        after = asked.key(self.query.get(self.pager))
        rows = self.found if after is None else self.sort.after(self.found, after)
        return list(self.fetched(self.sort.apply(rows)[: PAGE + 1]))

    @cached_property
    def rows(self) -> list[Any]:
        return list(self.dressed(self._page[:PAGE]))

    def all_rows(self) -> Iterator[Any]:
        """Every row found, in order, a batch in memory at a time."""
        found = self.fetched(self.sort.apply(self.found)).iterator(chunk_size=FILE_BATCH)
        for some in batched(found, FILE_BATCH, strict=False):
            yield from self.dressed(list(some))

    @property
    def next_query(self) -> str:
        if len(self._page) <= PAGE:
            return ""
        last = self._page[PAGE - 1]
        return self.with_query(**{self.pager: str(last["pk"] if isinstance(last, dict) else last.pk)})

    @property
    def first_url(self) -> str:
        return "" if self.is_first else f"{self.url}?{self.first_query}"

    @property
    def next_url(self) -> str:
        return f"{self.url}?{self.next_query}" if self.next_query else ""

    @property
    def lines(self) -> Iterator[Any]:
        """Each row as the table has it."""
        head = head_of(self.shown)
        for row in self.rows:
            cells = [
                head_cell(column.content(row)) if column is head else column.html(row, self.cell_context)
                for column in self.shown
            ]
            yield line(cells, self.ident(row))

    @cached_property
    def cell_context(self) -> dict[str, Any]:
        """What templates of cells know besides their row."""
        return {"list": self, "csrf_token": get_token(self.request) if self.request else ""}

    # Counts and views

    @property
    def count(self) -> str:
        """ "58 of 263 clients", the second figure only when a filter is in force."""
        if "counts" in self.views.__dict__:
            found, readable = self.views.counts[:2]
        elif self._is_whole and not self.views.built_in:
            return self.in_words(len(self._page), None)
        else:
            found, readable = capped_counts([self.found, self.readable])
        return self.in_words(found, readable if self.is_filtered else None)

    @property
    def _is_whole(self) -> bool:
        return len(self._page) <= PAGE and self.is_first

    @property
    def is_filtered(self) -> bool:
        return bool(self.chips)

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked for, also what cannot be read."""
        return bool(self.pairs(besides={SORT, COLUMNS, VIEW, self.pager}, unsaid=False))

    @property
    def errors(self) -> list[str]:
        """What cannot be read of the filters, in words."""
        return [str(one) for errors in self.filter.form.errors.values() for one in errors]

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.is_asked and self.is_first

    @cached_property
    def views(self) -> Tabs:
        return Tabs(self)

    @property
    def tabs(self) -> list[Tab]:
        return self.views.all

    @property
    def kept_query(self) -> str:
        """How the list is looked at, as a saved view keeps it."""
        return self.kept_of(self.query)

    def kept_of(self, query: QueryDict) -> str:
        return pairs_of(query, [*(one for one in self.filterset.base_filters if one != self.pager), SORT, COLUMNS])

    # Filters

    @cached_property
    def controls(self) -> list[Control]:
        return [Control(pick, self) for pick in self.offered_picks() if pick.is_offered]

    @property
    def search(self) -> Control | None:
        return next((one for one in self.controls if one.kind == SEARCH), None)

    @property
    def in_bar(self) -> list[Control]:
        return [] if self.has_menu else [one for one in self.controls if one.kind != SEARCH]

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters in force; one that could not be read is none."""
        in_force = [
            Control(pick, self)
            for pick in self.offered_picks()
            if any(self.query.getlist(pick.name)) and pick.name not in self.filter.form.errors
        ]
        return [Chip(str(one.pick.chip or one.label), one.said, self.without(one.name)) for one in in_force]

    def without(self, name: str) -> str:
        query = self.query.copy()
        for gone in (name, self.pager):
            query.pop(gone, None)
        return query.urlencode() or self.all_query

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the search box sends along, so that typing narrows the list in view."""
        asked_here = {one.name for one in (self.search, *self.in_bar) if one} | {self.pager}
        return self.pairs(besides=asked_here)

    @property
    def kept_by_menu(self) -> list[tuple[str, str]]:
        """What the menu of filters sends along: the order, the columns and the view."""
        return [(name, value) for name, value in self.pairs(besides=()) if name in (SORT, COLUMNS, VIEW)]

    def pairs(self, besides: Iterable[str], *, unsaid: bool = True) -> list[tuple[str, str]]:
        """What the address says; without what it leaves empty when `unsaid` is False."""
        besides = set(besides)
        said = [(name, value) for name, values in self.query.lists() for value in values if name not in besides]
        return [(name, value) for name, value in said if unsaid or value]

    # Columns

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.shown]

    def _heading(self, column: Column) -> Heading:
        """Without an address where no index carries the order."""
        if not column.sorts:
            return Heading(column)
        first, second = column.sorts[0], column.sorts[-1]
        url = f"{self.url}?{self.with_query(**{SORT: second if self.sort_name == first else first})}"
        if self.sort_name not in column.sorts:
            return Heading(column, url)
        return Heading(column, url, "descending" if self.sort.is_descending else "ascending")

    @property
    def chooser(self) -> Chooser:
        return Chooser(self)

    @property
    def file_columns(self) -> list[Column]:
        return of_file(self.offered(), self.shown)
