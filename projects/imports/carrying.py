"""Take planned rows of projects in: in sets, with history, each status on its own day."""

from datetime import UTC, date, datetime, time
from typing import Any

from crm.models import Confidentiality
from imports.models import RowOutcome
from imports.plan import Row
from journal.bulk import bulk_create
from journal.record import Happening, record_all
from projects.imports.columns import MILESTONES, PROJECTS, STATUSES
from projects.imports.planning import DIMENSIONS
from projects.models import (
    BudgetLine,
    EndPlan,
    Milestone,
    Partner,
    Phase,
    PhaseMove,
    Project,
    ProjectReader,
    StatusReport,
)
from projects.states import rebuild
from ui.text import fold


def carry_out(rows: list[Row], *, by: Any, at: datetime) -> None:
    """Projects, then what hangs on them; their states are computed once, at the end."""
    created = [row for row in rows if row.sheet == PROJECTS and row.outcome == RowOutcome.CREATE]
    _projects(created, by, at)
    projects = {project.code: project for project in Project.objects.filter(code__in={row["code"] for row in rows})}
    _statuses([row for row in rows if row.sheet == STATUSES and row.outcome == RowOutcome.CREATE], projects, by)
    _milestones([row for row in rows if row.sheet == MILESTONES and row.outcome == RowOutcome.CREATE], projects, by, at)
    for row in rows:
        if row.outcome == RowOutcome.UPDATE:
            row.target.change(row.values["changes"], by=by, at=at)
    rebuild(list(projects.values()), at)


def _projects(rows: list[Row], by: Any, at: datetime) -> None:
    made = [_project(row, at.date()) for row in rows]
    bulk_create(made, by=by, reason="import", at=at)
    for row, project in zip(rows, made, strict=True):
        row.target = project
    # Whoever brings a kept project in knows it already, and goes on reading it.
    kept = [project for project in made if project.confidentiality != Confidentiality.OPEN]
    ProjectReader.objects.bulk_create(ProjectReader(project=project, user=by) for project in kept)
    moves = [PhaseMove(project=project, phase=name, on=on, by=by) for project in made for name, on in _phases(project)]
    PhaseMove.objects.bulk_create(moves)
    EndPlan.objects.bulk_create(
        EndPlan(project=project, ends_on=project.ends_on, set_on=project.starts_on, by=by)
        for project in made
        if project.ends_on
    )
    BudgetLine.objects.bulk_create(line for row in rows for line in _budget(row, by, at.date()))
    Partner.objects.bulk_create(
        Partner(project=row.target, organisation=organisation, role=role)
        for row in rows
        for role, organisation in row.values["partners"]
    )
    record_all(Happening("project.started", project, by, _noon(project.starts_on)) for project in made)


def _project(row: Row, today: date) -> Project:
    fields = row.values["fields"]
    lead = fields["lead"]
    since = _phase_since(fields, today)
    return Project(**fields, search_key=fold(fields["title"]), phase_since=since, team=lead.team if lead else None)


def _phase_since(fields: dict[str, Any], today: date) -> date:
    """The file does not say when a phase began: an ended project ended when it was planned to, at the latest today."""
    if fields["phase"] in {Phase.CLOSED, Phase.STOPPED} and fields["ends_on"]:
        return max(fields["starts_on"], min(fields["ends_on"], today))
    return fields["starts_on"]


def _phases(project: Project) -> list[tuple[str, date]]:
    """An ended project had begun: it was in its first phase until it ended."""
    if project.phase_since > project.starts_on:
        return [(Phase.NEEDS, project.starts_on), (project.phase, project.phase_since)]
    return [(project.phase, project.starts_on)]


def _budget(row: Row, by: Any, today: date) -> list[BudgetLine]:
    """The budget from the start; what has been spent is known from today, or the end."""
    budget, actual, project = row.values["budget"], row.values["actual"], row.target
    if not budget and not actual:
        return []
    first = BudgetLine(project=project, on=project.starts_on, plan_sek=budget, forecast_sek=budget, by=by)
    known_on = min(today, project.ends_on or today)
    if known_on <= project.starts_on:
        first.actual_sek = actual
        return [first]
    now = {"plan_sek": budget, "forecast_sek": max(budget, actual), "actual_sek": actual}
    return [first, BudgetLine(project=project, on=known_on, by=by, **now)]


def _statuses(rows: list[Row], projects: dict[str, Project], by: Any) -> None:
    made = [_status(row, projects[row["code"]], by) for row in rows]
    StatusReport.objects.bulk_create(made, batch_size=1000)
    record_all(
        Happening(
            "project.status_posted",
            report.project,
            by,
            report.posted_at,
            (),
            {"report": report.pk, "overall": report.overall, "on": report.on},
        )
        for report in made
    )


def _status(row: Row, project: Project, by: Any) -> StatusReport:
    values = row.values
    comment = {"overall": row["comment"]} if row["comment"] else {}
    return StatusReport(
        project=project,
        on=values["on"],
        posted_at=_noon(values["on"]),
        by=by,
        comments=comment,
        other_lights={"risk": values["risk"]} if values["risk"] else {},
        **{name: values[name] for name in DIMENSIONS},
    )


def _milestones(rows: list[Row], projects: dict[str, Project], by: Any, at: datetime) -> None:
    made = [Milestone(project=projects[row["code"]], title=row["title"][:200], **row.values) for row in rows]
    bulk_create(made, by=by, reason="import", at=at)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)
