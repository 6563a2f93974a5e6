"""The day on which a told change came to hold: read from the states before it, whatever else has happened since."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F

from projects.as_of import STALE_DAYS, STATE_FIELDS, Row
from projects.differences import Change, Part
from projects.models import ProjectState, TitleChange

Fact = Callable[[Row], Any]
FACTS: dict[str, Fact] = {
    "report": lambda row: row.report_id,
    "passed": lambda row: row.next_gate,
    "next_gate": lambda row: row.next_gate,
    "gate": lambda row: (row.next_gate, row.next_gate_on),
    "end": lambda row: row.ends_on,
    "plan": lambda row: row.plan_sek,
    "forecast": lambda row: row.forecast_sek,
    "actual": lambda row: row.actual_sek,
    "phase": lambda row: row.phase,
    "stopped": lambda row: row.phase,
    "closed": lambda row: row.phase,
    "reopened": lambda row: row.is_running,
    "new": lambda row: True,
}


def dated(changes: Iterable[Change], earlier: date, later: date, known_at: datetime | None) -> list[Change]:
    """The changes with the day of each part, and of the most serious one. One query; one more when something has
    another title, and one when something is told of a day before `earlier`, that was entered since."""
    found = list(changes)
    renamed = [change.project for change in found if any(part.kind == "title" for part in change.parts)]
    titles = _titles(renamed, later) if renamed else {}
    stretches = _stretches(found, later, known_at, since=earlier)
    older = [change for change in found if None in _days(change, stretches[change.project], earlier, later, titles)]
    stretches |= _stretches(older, later, known_at, since=None) if older else {}
    return [_dated(change, stretches[change.project], earlier, later, titles) for change in found]


def _dated(change: Change, rows: Sequence[Row], earlier: date, later: date, titles: dict[int, list[date]]) -> Change:
    days = _days(change, rows, date.min, later, titles)
    dated_parts = [(part, day or change.on) for part, day in zip(change.parts, days, strict=True)]
    parts = tuple(replace(part, on=day, is_late=day <= earlier) for part, day in dated_parts)
    return replace(change, on=dated_parts[0][1], parts=parts)


def _days(
    change: Change, rows: Sequence[Row], earlier: date, later: date, titles: dict[int, list[date]]
) -> list[date | None]:
    """Of each part; None for one that held before the first of the rows, when they begin no later than `earlier`."""
    return [_day(part, rows, earlier, later, titles.get(change.project, [])) for part in change.parts]


def _day(part: Part, rows: Sequence[Row], earlier: date, later: date, titles: Sequence[date]) -> date | None:
    if part.kind == "title":
        return max(titles, default=later)
    if not rows:
        return later
    fact = FACTS.get(part.kind) or (lambda row: row.light(part.dimension or "overall"))
    value, day = fact(rows[-1]), rows[-1].since
    for row in reversed(rows):
        if fact(row) != value:
            return day
        if row.reported_on and fact(row._replace(on=row.since)) != value:
            return row.reported_on + timedelta(days=STALE_DAYS + 1)
        day = row.since
    return None if day <= earlier else day


def _stretches(
    changes: Sequence[Change], later: date, known_at: datetime | None, since: date | None
) -> dict[int, list[Row]]:
    """By project, in order: a row for each stretch of days with one state, as on its last day."""
    about = {change.project: change.now or change.then for change in changes}
    states = ProjectState.objects.known(known_at).filter(
        project__in=about, effective__startswith__lte=later, effective__overlap=(since, None)
    )
    columns: tuple[Any, ...] = ("project_id", F("effective__startswith"), F("effective__endswith"), *STATE_FIELDS)
    found: dict[int, list[Row]] = defaultdict(list)
    for project, starts, ends, *values in states.order_by("project_id", "effective").values_list(*columns):
        row = about[project]
        assert row is not None
        last = min(later, ends - timedelta(days=1)) if ends else later
        found[project].append(row._replace(since=starts, on=last, **dict(zip(STATE_FIELDS, values, strict=True))))
    return found


def _titles(projects: Sequence[int], later: date) -> dict[int, list[date]]:
    """The days on which projects were renamed."""
    rows = TitleChange.objects.filter(project__in=projects, set_on__lte=later).order_by()
    found: dict[int, list[date]] = defaultdict(list)
    for project, day in rows.values_list("project_id", "set_on"):
        found[project].append(day)
    return found
