"""What will come of each row of a workbook of projects."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from crm.imports import cells
from crm.imports.names import by_core, core
from crm.models import Confidentiality, Organisation, OrganisationKind, S3Area
from imports.models import RowOutcome
from imports.plan import People, Row
from projects.access import can_edit_project, projects_hidden_from
from projects.imports.columns import MILESTONES, PROJECTS, SHEETS, STATUSES
from projects.models import Light, Milestone, PartnerRole, Phase, Project, StatusReport
from ui.text import fold

PHASES = {
    **{"behov": Phase.NEEDS, "vagval": Phase.PLANNING, "planering": Phase.PLANNING, "test": Phase.EXECUTION},
    **{"genomforande": Phase.EXECUTION, "inforande": Phase.RESULTS, "spridning": Phase.RESULTS},
    **{"resultat": Phase.RESULTS, "avslutat": Phase.CLOSED, "stoppat": Phase.STOPPED},
}
LIGHTS = {
    **{"gron": Light.ON_TRACK, "g": Light.ON_TRACK, "green": Light.ON_TRACK, "gul": Light.WATCH},
    **{"yellow": Light.WATCH, "amber": Light.WATCH, "rod": Light.OFF_TRACK},
    **{"r": Light.OFF_TRACK, "red": Light.OFF_TRACK},
}
DIMENSIONS = ("overall", "time", "cost", "scope")


def light(text: str) -> str:
    """ "G", "grön ", "Gul", "Röd"; nothing is not reported."""
    if not text:
        return Light.NOT_REPORTED
    if (found := LIGHTS.get(fold(text))) is None:
        raise cells.Unread("light_unreadable", _("“%(text)s” is not a light.") % {"text": text})
    return found


def phase(text: str) -> str:
    if (found := PHASES.get(fold(text))) is None:
        raise cells.Unread("phase_unknown", _("“%(text)s” is not a phase.") % {"text": text})
    return found


def plan(rows: list[Row], today: date, by: Any) -> None:
    """Rows of projects that `by` does not see say so, and change nothing."""
    sheets = {name: [row for row in rows if row.sheet == name] for name in SHEETS}
    known = {project.code: project for project in Project.objects.filter(code__in={row["code"] for row in rows})}
    _plan_projects(sheets[PROJECTS], known, by)
    coming = {row["code"] for row in sheets[PROJECTS] if row.outcome == RowOutcome.CREATE}
    _plan_statuses(sheets[STATUSES], known, coming, today)
    _plan_milestones(sheets[MILESTONES], known, coming)
    _keep_hidden(rows, by)


def _keep_hidden(rows: list[Row], by: Any) -> None:
    codes = {row["code"] for row in rows}
    hidden = set(projects_hidden_from(by).filter(code__in=codes).values_list("code", flat=True))
    for row in rows:
        if row["code"] in hidden:
            row.problems.clear()
            row.tell("code", "not_visible", _("This project is here already, kept by others; nothing is changed."))
            row.outcome, row.target = RowOutcome.UNCHANGED, None


def _plan_projects(rows: list[Row], known: dict[str, Project], by: Any) -> None:
    people = People()
    areas = {fold(text): area for area in S3Area.objects.all() for text in (area.name_sv, area.name_en, area.code)}
    organisations = by_core(name for row in rows for name in (row["owner"], *_parted(row["partners"])))
    seen: dict[str, int] = {}
    for row in rows:
        _read_project(row, people, areas, organisations)
        first = seen.setdefault(row["code"], row.number)
        row.target = known.get(row["code"])
        if first != row.number:
            told = _("Row %(number)s has the same code.") % {"number": first}
            row.fail("code", "duplicate_number", told, RowOutcome.DUPLICATE)
        if not row.outcome:
            row.outcome = _outcome(row, by)


def _outcome(row: Row, by: Any) -> str:
    """A project that is here already keeps what it has become since; only its title and lead are compared."""
    if row.target is None:
        return RowOutcome.CREATE
    lead = row.values["fields"]["lead"]
    row.values["changes"] = {
        name: value
        for name, value in (("title", row["title"]), ("lead", lead))
        if value and getattr(row.target, name) != value
    }
    if not row.values["changes"]:
        return RowOutcome.UNCHANGED
    if not (answer := can_edit_project(by, row.target)):
        row.fail("code", "not_allowed", str(answer.reason))
        return row.outcome
    return RowOutcome.UPDATE


def _read_project(
    row: Row, people: People, areas: dict[str, S3Area], organisations: dict[str, list[Organisation]]
) -> None:
    for name in ("code", "title"):
        if not row[name]:
            row.fail(name, "required", _("The row has no code or no title."))
    parts = _parted(row["partners"])
    partners = [(PartnerRole.NEED_OWNER, row["owner"])] * bool(row["owner"])
    partners += [(PartnerRole.CO_DEVELOPER, name) for name in parts]
    row.values = {
        "fields": {
            "code": row["code"][:30],
            "title": row["title"][:200],
            "phase": row.read("phase", phase, fatal=True),
            "lead": people.find(row, "lead"),
            "s3_area": areas.get(fold(row["s3"])),
            "starts_on": row.read("starts", cells.day, fatal=True),
            "ends_on": row.read("ends", cells.day),
            "confidentiality": Confidentiality.TEAM if cells.yes(row["confidential"]) else Confidentiality.OPEN,
        },
        "budget": row.read("budget", cells.amount) or Decimal(),
        "actual": row.read("actual", cells.amount) or Decimal(),
        "partners": _partners(row, partners, organisations),
    }


def _parted(text: str) -> list[str]:
    """By semicolons alone: clinics' names hold commas."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _partners(row: Row, wanted: Sequence[tuple[str, str]], organisations: dict[str, list[Organisation]]) -> list[Any]:
    found = []
    for role, name in wanted:
        alike = organisations.get(core(name), [])
        exact = [one for one in alike if one.search_key == fold(name)] or alike
        if exact:
            found.append((_role(role, exact[0]), exact[0]))
        else:
            row.tell(
                "partners", "organisation_unknown", _("There is no organisation called %(name)s.") % {"name": name}
            )
    return list(dict.fromkeys(found))


def _role(role: str, organisation: Organisation) -> str:
    """What a further partner is, by what the organisation is."""
    if role == PartnerRole.NEED_OWNER:
        return role
    roles = {
        OrganisationKind.HEALTHCARE_PROVIDER: PartnerRole.CLINIC,
        OrganisationKind.UNIVERSITY: PartnerRole.UNIVERSITY,
        OrganisationKind.RESEARCH_INSTITUTE: PartnerRole.RESEARCH_INSTITUTE,
    }
    return roles.get(OrganisationKind(organisation.kind), PartnerRole.CO_DEVELOPER)


def _belongs(row: Row, known: dict[str, Project], coming: set[str]) -> None:
    row.target = known.get(row["code"])
    if row.target is None and row["code"] not in coming:
        row.fail("code", "project_unknown", _("There is no project %(code)s.") % {"code": row["code"]})


def _plan_statuses(rows: list[Row], known: dict[str, Project], coming: set[str], today: date) -> None:
    reports = StatusReport.objects.filter(project__in=known.values()).values_list("project__code", "on")
    had = set(reports)
    seen: dict[Any, int] = {}
    for row in rows:
        _belongs(row, known, coming)
        day = row.read("day", cells.day, fatal=True)
        row.values = {name: row.read(name, light, "") for name in (*DIMENSIONS, "risk")} | {"on": day}
        if day and day > today:
            row.fail("day", "day_in_future", _("A status cannot be dated in the future."))
        first = seen.setdefault((row["code"], day), row.number)
        if first != row.number:
            told = _("Row %(number)s is the same day.") % {"number": first}
            row.fail("day", "duplicate_status", told, RowOutcome.DUPLICATE)
        if not row.outcome:
            row.outcome = RowOutcome.UNCHANGED if (row["code"], day) in had else RowOutcome.CREATE


def _plan_milestones(rows: list[Row], known: dict[str, Project], coming: set[str]) -> None:
    had = set(Milestone.objects.filter(project__in=known.values()).values_list("project__code", "title", "planned_on"))
    seen: dict[Any, int] = {}
    for row in rows:
        _belongs(row, known, coming)
        row.values = {
            "planned_on": row.read("planned", cells.day, fatal=True),
            "forecast_on": row.read("forecast", cells.day),
            "done_on": row.read("done", cells.day),
        }
        key = (row["code"], row["title"], row.values["planned_on"])
        first = seen.setdefault(key, row.number)
        if first != row.number:
            told = _("Row %(number)s is the same milestone.") % {"number": first}
            row.fail("title", "duplicate_milestone", told, RowOutcome.DUPLICATE)
        if not row.outcome:
            row.outcome = RowOutcome.UNCHANGED if key in had else RowOutcome.CREATE
