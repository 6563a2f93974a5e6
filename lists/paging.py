"""Lists of any size: pages that follow a key instead of counting rows, and counts that stop at a thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, F, Q, QuerySet
from django.utils.formats import number_format

PAGE = 50
CAP = 1000


@dataclass(frozen=True)
class Sort:
    """An order by one field or expression and then the key; `nulls_last` as the index has it, None where never null."""

    field: str | Expression
    is_descending: bool = False
    nulls_last: bool | None = None

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        nulls = {None: {}, True: {"nulls_last": True}, False: {"nulls_first": True}}[self.nulls_last]
        if self.is_descending:
            return rows.order_by(self._by.desc(**nulls), "-pk")
        return rows.order_by(self._by.asc(**nulls), "pk")

    def after(self, rows: QuerySet[Any], key: int) -> QuerySet[Any]:
        """The rows that follow the one with this key; all rows when it is no longer among them."""
        last = rows.order_by().filter(pk=key).values_list(self._by)[:1]
        if not (values := list(last)):
            return rows
        return rows.alias(listed_by=self._by).filter(self._beyond(values[0][0], key))

    @property
    def _by(self) -> Any:
        return F(self.field) if isinstance(self.field, str) else self.field

    def _beyond(self, value: Any, key: int) -> Q:
        beyond = "lt" if self.is_descending else "gt"
        later_key = Q(**{f"pk__{beyond}": key})
        null = Q(listed_by__isnull=True)
        if value is None:
            return null & later_key if self.nulls_last else (null & later_key) | ~null
        later = Q(**{f"listed_by__{beyond}": value}) | (Q(listed_by=value) & later_key)
        if self.nulls_last:
            return later | null
        # Said twice so that the index range starts at the value.
        return Q(**{f"listed_by__{beyond}e": value}) & later


def capped_counts(querysets: Sequence[QuerySet[Any]]) -> list[int]:
    """How many rows each has, CAP + 1 at most, in one query."""
    parts: list[str] = []
    params: list[Any] = []
    for rows in querysets:
        try:
            sql, values = rows.order_by().values("pk")[: CAP + 1].query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return list(cursor.fetchone())


def count_in_words(count: int) -> str:
    """ "58", and "1 000+" for all beyond the cap."""
    if count > CAP:
        return number_format(CAP, use_l10n=True, force_grouping=True) + "+"
    return number_format(count, use_l10n=True, force_grouping=True)
