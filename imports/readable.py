"""What rows say of records that are here, to whoever may read those now: of one that has since been closed to her what
was kept is told no more."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from imports.kinds import KINDS
from imports.models import ImportRow, ImportRun, RowOutcome
from imports.plan import DIFFERS

UNREADABLE = "unreadable"
STOPS = {RowOutcome.DECISION, RowOutcome.ERROR}


def as_read(run: ImportRun, rows: Iterable[ImportRow], by: User) -> list[ImportRow]:
    """The rows for a reader, not to be saved: a sentence stands for all that is said of a record she may not read."""
    rows = list(rows)
    seen = _readable(run, {row.target_id for row in rows if row.target_id}, by)
    for row in rows:
        if _speaks(row) and row.target_id not in seen:
            row.problems, row.changes = [_withheld(row)], []
    return rows


def _readable(run: ImportRun, keys: set[int], by: User) -> set[int]:
    """A kind that has not said how its targets are read shows none."""
    kind = KINDS[run.kind]
    found: set[int] = kind.readable(keys, by) if keys and hasattr(kind, "readable") else set()
    return found


def _speaks(row: ImportRow) -> bool:
    """Of a record that is here: the rest is of the file."""
    if row.target_id:
        return bool(row.problems or row.changes)
    return bool(row.changes) or any(problem["code"] == DIFFERS for problem in row.problems)


def _withheld(row: ImportRow) -> dict[str, Any]:
    message = _("This row speaks of a record that you may no longer read.")
    outcome = row.outcome if row.outcome in STOPS else ""
    return {"column": "", "code": UNREADABLE, "message": message, "outcome": outcome}
