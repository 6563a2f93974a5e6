"""What changed in the portfolio between two dates, most serious first: the one answer of page, mail, PDF and API.

The changes explain the counts: those of the later day are those of the earlier one plus what is told here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.rights import Reader
from projects import as_of
from projects.as_of import Row
from projects.change_day import dated
from projects.differences import Change, differences


@dataclass(frozen=True)
class Compared:
    """The rows of both days that match the filters, and what changed for the projects among either."""

    then: list[Row]
    now: list[Row]
    changes: list[Change]
    # Every project's earlier row, whatever the filters on its state.
    before: dict[int, Row]


def between(
    user: Reader,
    earlier: date,
    later: date,
    filters: Mapping[str, Any] | None = None,
    known_at: datetime | None = None,
    *,
    named: bool = False,
    known_then: datetime | None = None,
) -> Compared:
    """The portfolio of two days, ended projects too, and its changes: of the earlier day as it is known, or as it was
    `known_then`, so that what has been entered since is told too. Five queries, one more with need owners."""
    filters = dict(filters or {})
    state = {name: filters.pop(name) for name in ("phase", "light") if filters.get(name)}
    then = as_of.portfolio(user, earlier, known_then or known_at, filters, ended=True, named=False)
    now = as_of.portfolio(user, later, known_at, filters, ended=True, named=named)
    found = [[row for row in rows if _matches(row, state)] for rows in (then, now)]
    asked = {row.project for rows in found for row in rows}
    pairs = ([row for row in then if row.project in asked], [row for row in now if row.project in asked])
    changes = in_order(dated(differences(*pairs), earlier, later, known_at))
    return Compared(found[0], found[1], changes, {row.project: row for row in then})


def _matches(row: Row, state: Mapping[str, Any]) -> bool:
    """Filters on what changes may not hide what a project was before or is after."""
    light = state.get("light")
    return state.get("phase", row.phase) == row.phase and (not light or row.shown == ("" if light == "none" else light))


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Most serious first, and of those the newest."""
    return sorted(changes, key=lambda change: (-change.weight, -change.on.toordinal(), change.title))
