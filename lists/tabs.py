"""The views of a list that stand as tabs: each is an address, named."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict


@dataclass(frozen=True)
class BuiltIn:
    """A view that every reader of the list has; `name` says which, in settings and at the API."""

    name: str
    label: Any
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> QueryDict:
        return query_of(self.pairs)


@dataclass(frozen=True)
class Tab:
    label: str
    query: str
    count: str
    is_current: bool


def query_of(pairs: Iterable[tuple[str, str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query


def plain(query: QueryDict, besides: Iterable[str]) -> set[tuple[str, str]]:
    """What an address asks for, whatever the order it is asked in; `besides` names what does not narrow the list."""
    besides = set(besides)
    return {(name, value) for name, values in query.lists() for value in values if value and name not in besides}
