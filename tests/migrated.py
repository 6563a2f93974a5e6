"""A database beside the tests' own that is migrated step by step, with rows in place at each step."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.world import NOW, TODAY

type Name = tuple[str, str]

EMPTY = {
    models.CharField: "", models.TextField: "", models.DateField: TODAY, models.DateTimeField: NOW,
    models.TimeField: NOW.time(), models.IntegerField: 0, models.DecimalField: 0, models.BooleanField: False,
    models.BinaryField: b"", models.JSONField: {}, ArrayField: [],
}  # fmt: skip


def order() -> list[Name]:
    """Every migration, in the order in which an empty database takes them."""
    graph = MigrationLoader(None).graph
    return list(dict.fromkeys(one for leaf in sorted(graph.leaf_nodes()) for one in graph.forwards_plan(leaf)))


class Steps:
    """Forwards only; `put` makes a row of a noun as it was at that step."""

    def __init__(self) -> None:
        self.executor = MigrationExecutor(connection)
        nodes = self.executor.loader.graph.nodes
        self.left = [(nodes[name], False) for name in order()]
        self.state: Any = None

    def to_before(self, name: Name) -> None:
        self._take([(one.app_label, one.name) for one, _back in self.left].index(name))

    def is_before(self, name: Name) -> bool:
        return name in [(one.app_label, one.name) for one, _back in self.left]

    def take(self) -> None:
        self._take(1)

    def to_the_end(self) -> None:
        self._take(len(self.left))

    def _take(self, count: int) -> None:
        if count:
            plan, self.left = self.left[:count], self.left[count:]
            self.state = self.executor.migrate(None, plan=plan, state=self.state)

    def of(self, label: str) -> Any:
        return self.state.apps.get_model(label).objects

    def put(self, label: str, **given: Any) -> Any:
        """With what must be there and is not given: the first choice, nothing, today."""
        model = self.state.apps.get_model(label)
        fields = {one.name: one for one in model._meta.concrete_fields if not one.primary_key}
        wanted = [one for one in fields.values() if not (one.null or one.has_default() or one.is_relation)]
        values = {one.name: _something(one) for one in wanted} | given
        return model.objects.create(**values)

    def version(self, label: str, row: Any, **changes: Any) -> Any:
        """A version of a row in its noun's history."""
        room, noun = label.split(".")
        columns = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
        signed = {"history_date": NOW, "history_type": "~"}
        return self.put(f"{room}.Historical{noun}", **columns | signed | changes)


def _something(field: Any) -> Any:
    if field.choices and not field.blank:
        return field.choices[0][0]
    return next(value for kind, value in EMPTY.items() if isinstance(field, kind))


@contextmanager
def another_database(name: str) -> Iterator[None]:
    """The default connection goes to an empty database of this name meanwhile."""
    own = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    _go_to(name)
    try:
        yield
    finally:
        _go_to(own)
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _go_to(name: str) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name
