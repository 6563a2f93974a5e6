"""A plain list in order of name: organisations, people, members. One page of rows, a count, the way to the next."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from ui import asked
from ui.listing import PAGE, Sort, capped_counts, count_in_words
from ui.swedish import SwedishOrder


class NameList:
    def __init__(self, rows: QuerySet[Any], query: QueryDict, name: str = "name") -> None:
        self.found, self.query, self.sort = rows, query, Sort(SwedishOrder(name))

    @cached_property
    def _page(self) -> list[Any]:
        after = asked.key(self.query.get("after"))
        rows = self.found if after is None else self.sort.after(self.found, after)
        return list(self.sort.apply(rows)[: PAGE + 1])

    @property
    def rows(self) -> list[Any]:
        return self._page[:PAGE]

    @cached_property
    def count(self) -> str:
        if len(self._page) <= PAGE and "after" not in self.query:
            return count_in_words(len(self._page))
        return count_in_words(capped_counts([self.found])[0])

    @property
    def is_filtered(self) -> bool:
        return any(value for name, value in self.query.items() if name != "after")

    @property
    def next_query(self) -> str:
        if len(self._page) <= PAGE:
            return ""
        query = self.query.copy()
        query["after"] = str(self._page[PAGE - 1].pk)
        return query.urlencode()
