"""Take planned rows of projects in, in sets, by the verbs of projects, reports and milestones."""

from datetime import date, datetime

from django.utils.timezone import localdate

from accounts.models import User
from imports.models import RowOutcome
from imports.plan import Row
from projects.imports import again
from projects.imports.columns import MILESTONES, PROJECTS, STATUSES
from projects.models import BudgetLine, Milestone, Partner
from projects.models.post_status import post_all
from projects.models.start import start_all


def carry_out(rows: list[Row], *, by: User, at: datetime) -> None:
    """Projects, then what hangs on them: milestones before the reports that judge by them."""
    for row in rows:
        if row.outcome == RowOutcome.UPDATE and row.sheet == PROJECTS:
            again.take_project(row, by=by, at=at)
        elif row.outcome == RowOutcome.UPDATE:
            row.values["milestone"].change(row.values["again"], by=by, at=at)
    _projects(_new(rows, PROJECTS), by, at)
    Milestone.add_all([row.values["milestone"] for row in _new(rows, MILESTONES)], by=by, at=at)
    post_all([row.values["report"] for row in _new(rows, STATUSES)], by=by, at=at, is_moving_in=True)


def _new(rows: list[Row], sheet: str) -> list[Row]:
    return [row for row in rows if row.sheet == sheet and row.outcome == RowOutcome.CREATE]


def _projects(rows: list[Row], by: User, at: datetime) -> None:
    for row in rows:
        row.target = row.values["project"]
    budget = [line for row in rows for line in _budget(row, by, localdate(at))]
    start_all([row.target for row in rows], by=by, at=at, budget=budget)
    partners = [
        Partner(project=row.target, organisation=organisation, role=role)
        for row in rows
        for role, organisation in row.values["partners"]
    ]
    Partner.add_all(partners, by=by, at=at)


def _budget(row: Row, by: User, today: date) -> list[BudgetLine]:
    """The budget from the start; what has been spent is known from today, or the end."""
    budget, actual, project = row.values["budget"], row.values["actual"], row.target
    if not budget and not actual:
        return []
    first = BudgetLine(project=project, on=min(project.starts_on, today), plan_sek=budget, forecast_sek=budget, by=by)
    known_on = min(today, project.ends_on or today)
    if known_on <= project.starts_on:
        first.actual_sek = actual
        return [first]
    now = {"plan_sek": budget, "forecast_sek": max(budget, actual), "actual_sek": actual}
    return [first, BudgetLine(project=project, on=known_on, by=by, **now)]
