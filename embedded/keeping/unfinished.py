"""The mark in the database of a restore that is not finished: set with the backup's rows, taken away by its last step.

A table of its own, so that it comes and goes in the transaction that puts the backup's tables in place.
"""

from datetime import datetime

from django.db import connection

TABLE = "fyr_restoring"
SENTENCE = "a restore was cut short; finish it with `manage.py restore --finish`"


def marking(made_at: datetime) -> str:
    """What sets it, as SQL."""
    return f"\nCREATE TABLE public.{TABLE} AS SELECT '{made_at.isoformat()}'::timestamptz AS made_at;\n"


def is_so() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{TABLE}"])
        return bool(cursor.fetchone()[0])


def take_away() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE public.{TABLE}")
