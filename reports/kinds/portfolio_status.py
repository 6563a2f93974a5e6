"""Portfolio status: what changed since last time, decisions needed, the lights, phases, money and every project."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rights import EVERYTHING
from projects.as_of import STALE_DAYS, Row, by_phase, counts, need_owners, portfolio
from projects.compare import between
from projects.differences import Change, Part
from projects.models import Benefit, Light, Phase, StatusReport
from projects.models.phase import ENDED
from reports.frozen import Hangs, readable
from reports.sight import Sight

CODE = "portfolio_status"
LABEL = gettext_lazy("Portfolio status")
SCHEMA = 2
MONTHS_BACK = 12
DATES = {"starts_on", "since", "on", "phase_since", "reported_on", "next_gate_on", "next_gate_first_on", "ends_on"}
MONEY = ("plan_sek", "forecast_sek", "actual_sek")

# On what each frozen field hangs; what is not here is shown to nobody. The need owner's name alone is not.
OF_PROJECT = (
    *("project", "code", "title", "kind", "lead_id", "team_id", "s3_area_id", "starts_on", "since", "phase"),
    *("phase_since", "overall", "scope", "time", "cost", "people", "benefit", "clinic", "reported_on", "report_id"),
    *("next_gate", "next_gate_on", "next_gate_first_on", "ends_on", *MONEY, "previous_json", "on"),
)
ROW = dict.fromkeys(OF_PROJECT, Hangs.PROJECT)
ROW |= {"lead": Hangs.STAFF, "owners": Hangs.ORGANISATIONS, "previous": Hangs.PROJECT}
CHANGE = dict.fromkeys(("project", "code", "title", "on", "parts"), Hangs.PROJECT)
REPORT = dict.fromkeys(("project", "on", "summary", "comments", "decisions"), Hangs.PROJECT)
BENEFIT = dict.fromkeys(("project", "measure", "unit", "baseline", "target", "value", "on"), Hangs.PROJECT)


def freeze(
    as_of: date, compare_to: date, filters: Mapping[str, Any], known_then: datetime | None = None
) -> dict[str, Any]:
    """The whole report as JSON, before anyone's limits: rows then and now, what changed, history and reports' words.
    `known_then` is when the report it is compared with was frozen: what has been entered since is told too."""
    compared = between(EVERYTHING, compare_to, as_of, filters, known_then=known_then)
    now, then = compared.now, compared.then
    return {
        "schema": SCHEMA,
        "kind": CODE,
        "as_of": as_of,
        "compare_to": compare_to,
        "stale_days": STALE_DAYS,
        "now": _frozen_rows(now),
        "then": _frozen_rows(then),
        "changes": [_frozen_change(change) for change in compared.changes],
        "history": [_frozen_month(day, filters) for day in month_ends(as_of)],
        "reports": _frozen_reports(now),
        "benefits": _frozen_benefits(now, as_of),
    }


def is_changed(data: Mapping[str, Any]) -> bool:
    return bool(data["changes"])


def month_ends(as_of: date) -> list[date]:
    """The last days of the eleven months before, and `as_of`."""
    ends = [as_of]
    while len(ends) < MONTHS_BACK:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return ends[::-1]


def _frozen_rows(rows: list[Row]) -> list[dict[str, Any]]:
    """With every partner that may be named as need owner: each reader is told the first that she may know."""
    owners: dict[int, list[tuple[int, str]]] = defaultdict(list)
    partners = need_owners(Q(project__in=[row.project for row in rows]))
    for project, key, name in partners.values_list("project_id", "organisation_id", "organisation__name"):
        owners[project].append((key, name))
    return [row._asdict() | {"owners": owners[row.project]} for row in rows]


def _frozen_change(change: Change) -> dict[str, Any]:
    about = {"project": change.project, "code": change.code, "title": change.title, "on": change.on}
    return about | {"parts": [asdict(part) for part in change.parts]}


def _frozen_month(day: date, filters: Mapping[str, Any]) -> dict[str, Any]:
    rows = portfolio(EVERYTHING, day, filters=filters, named=False)
    return {"on": day, "rows": [[row.project, row.shown, *(getattr(row, name) for name in MONEY)] for row in rows]}


def _frozen_reports(rows: list[Row]) -> dict[str, Any]:
    reports = StatusReport.objects.filter(pk__in=[row.report_id for row in rows if row.report_id])
    return {
        str(report.project_id): {
            "on": report.on,
            "summary": report.summary,
            "comments": report.comments,
            "decisions": report.decisions,
        }
        for report in reports
    }


def _frozen_benefits(rows: list[Row], as_of: date) -> list[dict[str, Any]]:
    benefits = Benefit.objects.filter(project__in=[row.project for row in rows]).prefetch_related("readings")
    return [
        {
            "project": benefit.project_id,
            "measure": benefit.measure,
            "unit": benefit.unit,
            "baseline": benefit.baseline,
            "target": benefit.target,
            "value": readings[-1].value,
            "on": readings[-1].on,
        }
        for benefit in benefits
        if (readings := [reading for reading in benefit.readings.all() if reading.on <= as_of])
    ]


@dataclass(frozen=True)
class Cut:
    """One reader's copy: every figure counted from the rows she may see. Money in SEK."""

    as_of: date
    compare_to: date
    rows: list[Row]
    left_out: int
    changes: list[Change]
    decisions: list[dict[str, Any]]
    counts: dict[str, int]
    counts_then: dict[str, int]
    phases: list[dict[str, Any]]
    money: dict[str, Decimal]
    months: list[dict[str, Any]]
    benefits: list[dict[str, Any]]
    whys: dict[int, str]

    @property
    def moved(self) -> list[Change]:
        """Those in which something moved."""
        return [change for change in self.changes if not change.is_quiet]

    @property
    def moved_and_ended(self) -> int:
        """How many of those are none of the running projects any more."""
        return sum(not (change.now and change.now.is_running) for change in self.moved)

    @property
    def moved_and_running(self) -> int:
        return len(self.moved) - self.moved_and_ended

    @property
    def quiet(self) -> int:
        """How many have a new report in which nothing moved."""
        return len(self.changes) - len(self.moved)

    @property
    def ended(self) -> list[Row]:
        return [row for row in self.rows if not row.is_running]

    @property
    def running(self) -> list[Row]:
        return [row for row in self.rows if row.is_running]


def cut(data: Mapping[str, Any], sight: Sight) -> Cut:
    """The frozen report as a reader with this sight gets it."""
    now, then = ([_row(row) for row in readable(data[day], ROW, sight)] for day in ("now", "then"))
    running = [row for row in now if row.is_running]
    reports = {report["project"]: report for report in readable(by_project(data["reports"]), REPORT, sight)}
    return Cut(
        as_of=_date(data["as_of"]),
        compare_to=_date(data["compare_to"]),
        rows=now,
        left_out=sum(row["phase"] not in ENDED for row in data["now"]) - len(running),
        changes=_changes(readable(data["changes"], CHANGE, sight), then, now),
        decisions=_decisions(reports, running),
        counts=counts(running),
        counts_then=counts(row for row in then if row.is_running),
        phases=_phases(running),
        money={name: sum((getattr(row, name) for row in running), Decimal()) for name in MONEY},
        months=[_month(month, sight.projects) for month in data["history"]],
        benefits=[_benefit(frozen, now) for frozen in readable(data["benefits"], BENEFIT, sight)],
        whys={row.project: _why(reports, row) for row in now},
    )


def by_project(reports: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"project": int(project), **report} for project, report in reports.items()]


def _date(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


# How the values of a frozen change are read back, by its kind.
READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("gate", "end", "report"), _date),
    **dict.fromkeys(("plan", "forecast", "actual"), Decimal),
}


def _row(frozen: Mapping[str, Any]) -> Row:
    values = dict(frozen)
    if "previous" in values:
        # Runs frozen by version 0.1.0.
        values["previous_json"] = json.dumps(values.pop("previous"))
    # Runs frozen by version 0.1.0 do not say whose name the need owner's is, so nobody is told it.
    values["owner"] = next((name for _key, name in values.pop("owners", [])), "")
    values |= {name: _date(values[name]) for name in DATES}
    values |= {name: Decimal(values[name]) for name in MONEY}
    return Row(**values)


def _changes(frozen: list[dict[str, Any]], then: list[Row], now: list[Row]) -> list[Change]:
    before, after = {row.project: row for row in then}, {row.project: row for row in now}
    return [_change(one, before.get(one["project"]), after.get(one["project"])) for one in frozen]


def _change(frozen: Mapping[str, Any], then: Row | None, now: Row | None) -> Change:
    row = now or then
    # Runs frozen by version 0.1.0 did not name their changes' projects, but had a row of each.
    about = {"code": row.code, "title": row.title} if row else {}
    about |= {name: frozen[name] for name in ("code", "title") if name in frozen}
    parts = tuple(_part(part, now) for part in frozen["parts"])
    return Change(frozen["project"], about["code"], about["title"], _date(frozen["on"]), then, now, parts)


def _part(frozen: Mapping[str, Any], now: Row | None) -> Part:
    values = dict(frozen)
    read = READ.get(values["kind"], lambda value: value)
    values |= {name: read(values[name]) for name in ("before", "after")} | {"on": _date(values.get("on"))}
    if values["kind"] == "gate" and "gate" not in values:
        values["gate"] = now.next_gate if now else ""
    return Part(**values)


def _decisions(reports: Mapping[int, Any], running: list[Row]) -> list[dict[str, Any]]:
    """What the newest reports ask the steering group for, soonest first."""
    asked = [
        decision | {"row": row, "by_on": _date(decision.get("by_on") or None)}
        for row in running
        for decision in reports.get(row.project, {}).get("decisions", [])
    ]
    return sorted(asked, key=lambda decision: decision["by_on"] or date.max)


def _phases(running: list[Row]) -> list[dict[str, Any]]:
    """Per phase: its rows, worst light first, and when its next gate is."""
    order = {Light.OFF_TRACK: 0, Light.WATCH: 1, Light.NOT_REPORTED: 2, Light.ON_TRACK: 3}
    return [
        {
            "name": Phase(phase).label,
            "rows": sorted(rows, key=lambda row: order[Light(row.shown)]),
            "next_gate_on": min((row.next_gate_on for row in rows if row.next_gate_on), default=None),
        }
        for phase, rows in by_phase(running).items()
    ]


def _month(month: Mapping[str, Any], seen: Set[int]) -> dict[str, Any]:
    rows = [row for row in month["rows"] if row[0] in seen]
    lights = {light: sum(row[1] == light for row in rows) for light in Light.values}
    money = {name: sum((Decimal(row[index]) for row in rows), Decimal()) for index, name in enumerate(MONEY, start=2)}
    return {"on": _date(month["on"]), "lights": lights, **money}


def _benefit(frozen: Mapping[str, Any], rows: list[Row]) -> dict[str, Any]:
    numbers = {name: Decimal(frozen[name]) if frozen[name] is not None else None for name in ("baseline", "target")}
    value = Decimal(frozen["value"])
    title = next(row.title for row in rows if row.project == frozen["project"])
    return dict(frozen) | numbers | {"value": value, "title": title, "share": _share(numbers, value)}


def _share(numbers: Mapping[str, Decimal | None], value: Decimal) -> int | None:
    """Per cent of the way from the baseline to the target; None when one of them is missing."""
    baseline, target = numbers["baseline"] or Decimal(), numbers["target"]
    if target is None or target == baseline:
        return None
    return round(100 * (value - baseline) / (target - baseline))


def _why(reports: Mapping[int, Any], row: Row) -> str:
    report = reports.get(row.project, {})
    return str(report.get("comments", {}).get("overall") or report.get("summary", ""))


def title(as_of: date) -> str:
    """ "Portfolio report, November 2026" at a month's end; otherwise with the day."""
    if (as_of + timedelta(days=1)).day == 1:
        return _("Portfolio report, %(month)s") % {"month": date_format(as_of, "F Y")}
    return _("Portfolio report, %(day)s") % {"day": date_format(as_of, "j F Y")}
