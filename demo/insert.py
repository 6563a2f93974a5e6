"""Write many rows with their history and journal entries: gathered in memory, then one COPY per table."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from psycopg.types.json import Jsonb

from accounts.models import User
from journal.copying import copy_in
from journal.facts import check
from journal.models import Entry, EntryRef

REASON = "demo"
SIGNATURE = ("history_date", "history_change_reason", "history_type", "history_user_id")


def _dumps(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder)


class Rows:
    """Rows on their way in. Tables are written in the order in which their models were first added."""

    def __init__(self) -> None:
        self._waiting: dict[type[models.Model], list[tuple[Any, ...]]] = {}
        self._last: dict[type[models.Model], int] = {}
        self._columns: dict[type[models.Model], list[tuple[str, bool]]] = {}
        self._histories: dict[type[models.Model], type[models.Model]] = {}
        self._names: dict[type[models.Model], list[str]] = {}
        self._types: dict[type[models.Model], int] = {}
        self.counts: dict[str, int] = defaultdict(int)

    def key(self, model: type[models.Model]) -> int:
        """The next free primary key; nobody else writes while the region is built."""
        if model not in self._last:
            self._last[model] = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
        self._last[model] += 1
        return self._last[model]

    def add[Row: models.Model](self, row: Row, *, at: datetime | None = None, by: User | None = None) -> Row:
        """Take a new row; with `at`, its history begins then."""
        model = type(row)
        if row.pk is None:
            row.pk = self.key(model)
        self._put(model, self._values(row))
        if at is not None:
            self.remember(row, "+", at=at, by=by)
        return row

    def remember(self, row: Any, change: str, *, at: datetime, by: User | None) -> None:
        """One history row of the row as it is now; `change` is "+" or "~"."""
        history = self._history_of(type(row))
        signed = (at, REASON, change, by and by.pk)
        self._put(history, (*self._values(row), *signed))

    def link(self, through: type[models.Model], left: int, right: int) -> None:
        self._put(through, (self.key(through), left, right))

    def happened(
        self,
        verb: str,
        subject: models.Model,
        *,
        at: datetime,
        by: User | None,
        about: Iterable[models.Model] = (),
        **facts: Any,
    ) -> None:
        """One journal entry, on the timelines of its subject and of every record in `about`."""
        check(verb, subject, facts)
        entry = self.key(Entry)
        self._put(Entry, (entry, verb, at, at, by and by.pk, self._type(subject), subject.pk, _json(facts)))
        noun = verb.partition(".")[0]
        for type_id, pk in {(self._type(record), record.pk): None for record in (subject, *about)}:
            self._put(EntryRef, (self.key(EntryRef), entry, type_id, pk, at, noun))

    def write(self) -> None:
        """Insert everything that waits."""
        for model, rows in self._waiting.items():
            if rows:
                self._copy(model, rows)
                self.counts[model._meta.model_name or ""] += len(rows)
                rows.clear()

    def finish(self) -> None:
        """Move each table's counter past the keys given here."""
        with connection.cursor() as cursor:
            for model, last in self._last.items():
                table, column = model._meta.db_table, model._meta.pk.column
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, last])

    def _put(self, model: type[models.Model], row: tuple[Any, ...]) -> None:
        self._waiting.setdefault(model, []).append(row)

    def _values(self, row: models.Model) -> tuple[Any, ...]:
        if (columns := self._columns.get(type(row))) is None:
            columns = self._columns[type(row)] = self._columns_of(type(row))
        held = row.__dict__
        return tuple(_json(held[name]) if is_json else held[name] for name, is_json in columns)

    def _columns_of(self, model: type[models.Model]) -> list[tuple[str, bool]]:
        return [(field.attname, isinstance(field, models.JSONField)) for field in model._meta.concrete_fields]

    def _history_of(self, model: Any) -> type[models.Model]:
        """Kept, since simple-history makes a manager class each time it is asked."""
        if model not in self._histories:
            history = self._histories[model] = model.history.model
            self._names[history] = [*self._names_of(model), *SIGNATURE]
        return self._histories[model]

    def _names_of(self, model: type[models.Model]) -> list[str]:
        return [field.column for field in model._meta.concrete_fields if field.column]

    def _type(self, row: models.Model) -> int:
        model = type(row)
        if model not in self._types:
            self._types[model] = ContentType.objects.get_for_model(model).pk
        return self._types[model]

    def _copy(self, model: type[models.Model], rows: list[tuple[Any, ...]]) -> None:
        copy_in(model, self._names.get(model) or self._names_of(model), rows)


def _json(value: Any) -> Any:
    return None if value is None else Jsonb(value, _dumps)
