"""Whether the database's schema is that of this code: neither older nor newer."""

from collections.abc import Iterable

from django.db import connection
from django.db.migrations.loader import MigrationLoader

NEWER = "the database is of a newer version of Fyr ({}); start that version, or restore a backup of this one"

# Migrations were written anew when the rooms were parted (decision 0049): nobody had data yet. Never again.
FIRST_BEFORE = ("accounts", "0001_users")
FROM_BEFORE = (
    "the database is of Fyr from before 26 November 2026, which this version cannot take on; give it an empty one"
)

NOT_MIGRATED = "the schema is not migrated"


def why_not() -> str:
    """Why this code must not serve this database; "" when it may."""
    loader = MigrationLoader(connection)
    if is_from_before(loader.applied_migrations):
        return FROM_BEFORE
    if newer := newer_than_code(loader.applied_migrations, loader):
        return NEWER.format(", ".join(newer))
    return NOT_MIGRATED if set(loader.disk_migrations) - set(loader.applied_migrations) else ""


def is_from_before(applied: Iterable[tuple[str, str]]) -> bool:
    return FIRST_BEFORE in applied


def newer_than_code(applied: Iterable[tuple[str, str]], loader: MigrationLoader | None = None) -> list[str]:
    """The migrations, as “app.name”, that this code does not know, of the rooms and packages it has."""
    known = (loader or MigrationLoader(None)).disk_migrations or {}
    replaced = {pair for migration in known.values() for pair in migration.replaces}
    rooms = {app for app, _name in known}
    return sorted(f"{app}.{name}" for app, name in applied if app in rooms and (app, name) not in {*known, *replaced})
