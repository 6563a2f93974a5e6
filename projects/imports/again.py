"""What a row says of a project, a report or a milestone that is here: told where it differs, and taken through the
verbs when a person says so; what only another verb may change is told with the way to it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.access import require
from accounts.models import User
from crm.models import Confidentiality
from imports.comparing import changes
from imports.models import RowOutcome
from imports.plan import Row
from imports.saying import said as _
from projects.access import can_edit_project, can_keep_project
from projects.models import BudgetLine, Light, Milestone, Phase, Project, StatusReport
from projects.models.keep import check_keep
from projects.models.milestone import check_done

OF_FACTS = {"title": "title", "lead": "lead", "s3_area": "s3", "ends_on": "ends"}
OF_MONEY = {"plan_sek": "budget", "actual_sek": "actual"}
OF_DAYS = {"forecast_on": "forecast", "done_on": "done"}


def of_project(row: Row, lines: Mapping[int, BudgetLine], by: User) -> str:
    """`lines` is project → its newest budget line of no source."""
    fields, project = row.values["fields"], row.target
    said = {name: fields[name] for name, column in OF_FACTS.items() if row.says(column)}
    facts = changes(row, project, said, OF_FACTS)
    kept = changes(row, project, _kept(row), {"confidentiality": "confidential"})
    money = changes(row, lines.get(project.pk) or BudgetLine(), _money(row), OF_MONEY)
    _tell_of_other_verbs(row, project, fields)
    row.values["again"] = (facts, kept, money)
    if facts or money:
        row.ask(lambda: require(can_edit_project(by, project)), {"": "code"})
    if kept:
        row.ask(lambda: require(can_keep_project(by, project)), {"": "confidential"})
        row.ask(lambda: check_keep(project, kept["confidentiality"], has_readers=False), {"": "confidential"})
    if money and project.is_ended:
        row.fail("budget", "refused", _("The project has ended; start a new one to go on."))
    return row.outcome or (RowOutcome.UPDATE if facts or kept or money else RowOutcome.UNCHANGED)


def _kept(row: Row) -> dict[str, Any]:
    """A file only says whether; one that is kept to named people is kept already."""
    if not row.says("confidential"):
        return {}
    said, here = row.values["fields"]["confidentiality"], row.target.confidentiality
    is_alike = (said == Confidentiality.OPEN) == (here == Confidentiality.OPEN)
    return {} if is_alike else {"confidentiality": said}


def _money(row: Row) -> dict[str, Decimal]:
    return {name: row.values[column] for name, column in OF_MONEY.items() if row.says(column)}


def _tell_of_other_verbs(row: Row, project: Project, fields: Mapping[str, Any]) -> None:
    if fields["phase"] != project.phase:
        here, there = Phase(project.phase).label, Phase(fields["phase"]).label
        words = _(
            "%(here)s here, %(there)s in the file: a phase is changed by deciding its gate, or by closing the project."
        )
        row.tell("phase", "by_gate", words % {"here": here, "there": there})
    if fields["starts_on"] != project.starts_on:
        words = _("%(here)s here, %(there)s in the file: when a project started stays as it is here.")
        row.tell("starts", "start_stays", words % {"here": project.starts_on, "there": fields["starts_on"]})


def take_project(row: Row, *, by: User, at: datetime) -> None:
    facts, kept, money = row.values["again"]
    if facts:
        row.target.change(facts, by=by, at=at)
    if kept:
        row.target.set_confidentiality(kept["confidentiality"], by=by, at=at)
    if money:
        line = newest_lines([row.target.pk]).get(row.target.pk) or BudgetLine()
        sek = {name: getattr(line, name) for name in ("plan_sek", "forecast_sek", "actual_sek")}
        row.target.set_budget(by=by, at=at, **sek | money)


def newest_lines(projects: list[int]) -> dict[int, BudgetLine]:
    lines = BudgetLine.objects.filter(project__in=projects, source="").order_by("on", "pk")
    return {line.project_id: line for line in lines}


def of_status(row: Row, report: StatusReport) -> str:
    """What is posted stays: a report is corrected by another, with its reason, at the project."""
    differing = [
        (name, getattr(report, name), row.values[name])
        for name in ("overall", "time", "cost", "scope")
        if row.says(name) and row.values[name] != getattr(report, name)
    ]
    for name, here, there in differing:
        told = {"here": Light(here).label, "there": Light(there).label}
        words = _("%(here)s here, %(there)s in the file: a posted report is corrected at the project.")
        row.tell(name, "by_correcting", words % told)
    return RowOutcome.UNCHANGED


def of_milestone(row: Row, milestone: Milestone, today: date, by: User) -> str:
    said = {name: row.values[name] for name, column in OF_DAYS.items() if row.says(column) and row.values[name]}
    row.values["again"] = changes(row, milestone, said, OF_DAYS)
    row.values["milestone"] = milestone
    if row.values["again"]:
        row.ask(lambda: require(can_edit_project(by, row.target)), {"": "code"})
        row.ask(lambda: check_done(said.get("done_on"), today, "done_on"), OF_DAYS | {"": "code"})
    return row.outcome or (RowOutcome.UPDATE if row.values["again"] else RowOutcome.UNCHANGED)
