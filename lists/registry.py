"""The lists by their codes; rooms above register theirs when they start."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import QueryDict

from accounts.hanging import readable
from accounts.models import User
from lists.page import ListPage
from ui import asked

LISTS: dict[str, type[ListPage]] = {}


def register(kinds: Iterable[type[ListPage]]) -> None:
    LISTS.update({kind.code: kind for kind in kinds})


def find(code: str, query: QueryDict, *, user: User, on: date, request: Any = None) -> ListPage | None:
    """The list as she may read it, asked for with `query`; of a list that each record has, "members/7"."""
    name, _slash, key = code.partition("/")
    kind = LISTS.get(name)
    if kind is None or bool(key) != bool(kind.each_of):
        return None
    if kind.each_of is None:
        return kind(user, query, on, request)
    rows = readable(kind.each_of._default_manager.filter(pk=asked.key(key)), user.rights)
    of = rows.first() if asked.key(key) is not None else None
    return kind(user, query, on, request, of) if of else None
