"""Names in Swedish order: å, ä and ö after z, other marks and case ignored; search keeps folding them (`ui.text`)."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import CharField, Func


class SwedishOrder(Func):
    """Order and page by this, over an index of the same expression.

    A function of our own (accounts migration 0002) rather than a collation of ICU, which not every PostgreSQL is built
    with; its keys compare byte by byte.
    """

    function = "swedish_order"
    template = '(%(function)s(%(expressions)s) COLLATE "C")'
    arity = 1

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(name, **{"output_field": CharField(), **options})


def swedish_keys(names: Iterable[str]) -> dict[str, bytes]:
    """What each of these names sorts by, for those that are not in a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, swedish_order(name) FROM unnest(%s::text[]) AS name", [list(names)])
        return {name: key.encode() for name, key in cursor.fetchall()}
