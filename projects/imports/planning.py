"""What will come of each row of a workbook of projects."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.access import require
from accounts.models import User
from contacts.imports.names import by_core, core
from contacts.models import Organisation, OrganisationKind, S3Area
from crm.models import Confidentiality
from imports.amounts import amount
from imports.cells import Unread, yes
from imports.cells import day as day_of
from imports.models import RowOutcome
from imports.plan import People, Row
from imports.saying import said as _
from projects.access import can_edit_project
from projects.imports import again
from projects.imports.columns import MILESTONES, PROJECTS, SHEETS, STATUSES
from projects.models import Light, Milestone, PartnerRole, Phase, Project, StatusReport
from projects.models.phase import ENDED
from projects.models.post_status import check_post
from projects.models.start import check_start
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
# Which column each field of the records came from, for what their verbs refuse.
OF_PROJECT = {"": "code", "title": "title", "starts_on": "starts", "ends_on": "ends", "phase": "phase"}
OF_STATUS = {"": "code", "on": "day", **{f"comment_{name}": "comment" for name in DIMENSIONS}} | {
    **{f"recovery_{name}": "recovery" for name in DIMENSIONS},
    **{name: name for name in DIMENSIONS},
}
OF_MILESTONE = {"": "code", "title": "title", "planned_on": "planned", "forecast_on": "forecast", "done_on": "done"}


def light(text: str) -> str:
    """ "G", "grön ", "Gul", "Röd"; nothing is not reported."""
    if not text:
        return Light.NOT_REPORTED
    if (found := LIGHTS.get(fold(text))) is None:
        raise Unread("light_unreadable", _("“%(text)s” is not a light.") % {"text": text})
    return found


def phase(text: str) -> str:
    if (found := PHASES.get(fold(text))) is None:
        raise Unread("phase_unknown", _("“%(text)s” is not a phase.") % {"text": text})
    return found


def plan(rows: list[Row], today: date, by: User) -> None:
    """A project that `by` does not see is none to her; only that its code is taken has to be said."""
    sheets = {name: [row for row in rows if row.sheet == name] for name in SHEETS}
    codes = {row["code"] for row in rows}
    known = {project.code: project for project in Project.objects.visible_to(by).filter(code__in=codes)}
    hidden = {project.code: project for project in Project.objects.hidden_from(by).filter(code__in=codes)}
    _plan_projects(sheets[PROJECTS], known, hidden, today, by)
    coming = {row["code"]: row.values["project"] for row in sheets[PROJECTS] if row.outcome == RowOutcome.CREATE}
    _plan_statuses(sheets[STATUSES], known | coming, by)
    _plan_milestones(sheets[MILESTONES], known | coming, today, by)


def _plan_projects(
    rows: list[Row], known: dict[str, Project], hidden: dict[str, Project], today: date, by: User
) -> None:
    people = People()
    areas = {fold(text): area for area in S3Area.objects.all() for text in (area.name_sv, area.name_en, area.code)}
    names = (name for row in rows for name in (row["owner"], *_parted(row["partners"])))
    organisations = by_core(names, Organisation.objects.visible_to(by))
    lines = again.newest_lines([project.pk for project in known.values()])
    seen: dict[str, int] = {}
    for row in rows:
        _read_project(row, people, areas, organisations)
        first = seen.setdefault(row["code"], row.number)
        row.target = known.get(row["code"])
        if first != row.number:
            told = _("Row %(number)s has the same code.") % {"number": first}
            row.fail("code", "duplicate_number", told, RowOutcome.DUPLICATE)
        elif row.is_told and (taken := hidden.get(row["code"])):
            row.refuse_taken("code", taken)
        if not row.outcome:
            row.outcome = again.of_project(row, lines, by) if row.target else _beginning(row, today, by)


def _beginning(row: Row, today: date, by: User) -> str:
    """A new project, asked of the verbs that will start it and put its money and partners there."""
    project = row.values["project"] = _project(row, today)
    row.ask(lambda: check_start(project, by=by), OF_PROJECT)
    if row.values["budget"] or row.values["actual"] or row.values["partners"]:
        row.ask(lambda: require(can_edit_project(by, project)), OF_PROJECT)
    return row.outcome or RowOutcome.CREATE


def _project(row: Row, today: date) -> Project:
    fields = row.values["fields"]
    lead = fields["lead"]
    return Project(**fields, phase_since=_phase_since(fields, today), team=lead.team if lead else None)


def _phase_since(fields: dict[str, Any], today: date) -> date:
    """The file does not say when a phase began: an ended project ended when it was planned to, at the latest today."""
    if fields["phase"] in ENDED and fields["ends_on"]:
        return max(fields["starts_on"], min(fields["ends_on"], today))
    return fields["starts_on"]


def _read_project(
    row: Row, people: People, areas: dict[str, S3Area], organisations: dict[str, list[Organisation]]
) -> None:
    for name in ("code", "title"):
        if not row[name]:
            row.fail(name, "required", _("The row has no code or no title."))
    parts = _parted(row["partners"])
    partners = [(PartnerRole.NEED_OWNER, row["owner"])] * bool(row["owner"])
    partners += [(PartnerRole.CO_DEVELOPER, name) for name in parts]
    amounts = {name: row.read(name, amount) or Decimal() for name in ("budget", "actual")}
    for name in (name for name, sum_sek in amounts.items() if sum_sek < 0):
        row.fail(name, "amount_negative", _("An amount is 0 or more."))
    row.values = {
        "fields": {
            "code": row["code"],
            "title": row["title"],
            "phase": row.read("phase", phase, fatal=True),
            "lead": people.find(row, "lead"),
            "s3_area": _area(row, areas),
            "starts_on": row.read("starts", day_of, fatal=True),
            "ends_on": row.read("ends", day_of),
            "confidentiality": Confidentiality.TEAM if row.read("confidential", yes, True) else Confidentiality.OPEN,
        },
        # Only one project may have the code.
        "claims": "code",
        **amounts,
        "partners": _partners(row, partners, organisations),
    }


def _area(row: Row, areas: dict[str, S3Area]) -> S3Area | None:
    area = areas.get(fold(row["s3"]))
    if row["s3"] and area is None:
        row.tell("s3", "area_unknown", _("There is no S3 area “%(text)s”; it is left out.") % {"text": row["s3"]})
    return area


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


def _belongs(row: Row, projects: dict[str, Project]) -> None:
    row.target = projects.get(row["code"])
    if row.target is None:
        row.fail("code", "project_unknown", _("There is no project %(code)s.") % {"code": row["code"]})


def _plan_statuses(rows: list[Row], projects: dict[str, Project], by: User) -> None:
    known = [project.pk for project in projects.values() if project.pk]
    posted = StatusReport.objects.filter(project__in=known).select_related("project").order_by("posted_at", "pk")
    had = {(report.project.code, report.on): report for report in posted}
    seen: dict[Any, int] = {}
    for row in rows:
        _belongs(row, projects)
        day = row.read("day", day_of, fatal=True)
        overall = row.read("overall", light, "", fatal=True)
        lights = {name: row.read(name, light, "") for name in (*DIMENSIONS[1:], "risk")}
        row.values = {"overall": overall, **lights, "on": day}
        first = seen.setdefault((row["code"], day), row.number)
        if first != row.number:
            told = _("Row %(number)s is the same day.") % {"number": first}
            row.fail("day", "duplicate_status", told, RowOutcome.DUPLICATE)
        if not row.outcome:
            report = had.get((row["code"], day))
            row.outcome = again.of_status(row, report) if report else _reporting(row, by)


def _reporting(row: Row, by: User) -> str:
    report = row.values["report"] = _report(row)
    row.ask(lambda: check_post(report, by=by, at=timezone.now(), is_moving_in=True), OF_STATUS)
    return row.outcome or RowOutcome.CREATE


def _report(row: Row) -> StatusReport:
    """The one comment of an old row is the reason of every light in it that is not all well."""
    values, lights = row.values, {name: row.values[name] for name in DIMENSIONS}
    explained = [name for name, one in lights.items() if one in {Light.WATCH, Light.OFF_TRACK}] or ["overall"]
    return StatusReport(
        project=row.target,
        on=values["on"],
        comments=dict.fromkeys(explained, row["comment"]) if row["comment"] else {},
        recovery=dict.fromkeys(explained, row["recovery"]) if row["recovery"] else {},
        other_lights={"risk": values["risk"]} if values["risk"] else {},
        **lights,
    )


def _plan_milestones(rows: list[Row], projects: dict[str, Project], today: date, by: User) -> None:
    known = [project.pk for project in projects.values() if project.pk]
    added = Milestone.objects.filter(project__in=known).select_related("project")
    had = {(one.project.code, one.title, one.planned_on): one for one in added}
    seen: dict[Any, int] = {}
    for row in rows:
        _belongs(row, projects)
        row.values = {
            "planned_on": row.read("planned", day_of, fatal=True),
            "forecast_on": row.read("forecast", day_of),
            "done_on": row.read("done", day_of),
        }
        key = (row["code"], row["title"], row.values["planned_on"])
        first = seen.setdefault(key, row.number)
        if first != row.number:
            told = _("Row %(number)s is the same milestone.") % {"number": first}
            row.fail("title", "duplicate_milestone", told, RowOutcome.DUPLICATE)
        if not row.outcome:
            row.outcome = again.of_milestone(row, had[key], today, by) if key in had else _adding(row, today, by)


def _adding(row: Row, today: date, by: User) -> str:
    milestone = row.values["milestone"] = Milestone(project=row.target, title=row["title"], **row.values)
    row.ask(lambda: milestone.check_add(by=by, on=today), OF_MILESTONE)
    return row.outcome or RowOutcome.CREATE
