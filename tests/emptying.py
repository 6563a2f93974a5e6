"""Empties the database after a test without a transaction, down to the rows that migrations brought.

Django empties every table and lets signals bring those rows back, for a third of a second each time. A test writes in
few tables: only they are emptied, and what migrations brought is put back only where it was changed.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase


class Emptying:
    """Of the tests' own database; made when its tables are, and nothing else is in it."""

    def __init__(self) -> None:
        self.tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        with connection.cursor() as cursor:
            # A table that is found empty between two tests is planned for as empty in the next, which then never ends.
            cursor.execute("ALTER SYSTEM SET autovacuum = off")
            cursor.execute("SELECT pg_reload_conf()")
            cursor.execute(_union([f"SELECT '{name}' WHERE EXISTS (TABLE {name})" for name in self.tables]))
            self.brought = {name for [name] in cursor.fetchall()}
            cursor.execute("CREATE SCHEMA brought")
            for name in self.brought:
                cursor.execute(f"CREATE TABLE brought.{name} AS TABLE {name}")

    def instead_of_flushing(self) -> None:
        TransactionTestCase._fixture_teardown = lambda _test: self.empty()  # type: ignore[attr-defined]

    def empty(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # Whoever still writes is waited for.
            cursor.execute(f"LOCK TABLE {', '.join(self.tables)} IN SHARE ROW EXCLUSIVE MODE")
            # No trigger is asked: some keep rows that never change, and what refers to a row goes with it.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(_union([f"SELECT '{name}' WHERE {self._is_touched(name)}" for name in self.tables]))
            for [name] in cursor.fetchall():
                cursor.execute(f"DELETE FROM {name}")
                if name in self.brought:
                    cursor.execute(f"INSERT INTO {name} TABLE brought.{name}")

    def _is_touched(self, name: str) -> str:
        if name not in self.brought:
            return f"EXISTS (TABLE {name})"
        other, own = f"brought.{name}", name
        return f"EXISTS ((TABLE {other} EXCEPT TABLE {own}) UNION ALL (TABLE {own} EXCEPT TABLE {other}))"


def _union(queries: list[str]) -> str:
    return " UNION ALL ".join(queries)
