"""What the project page shows, today or as of a day: facts, gates, status month by month, and the newest report."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from contacts.models import Organisation
from projects.access import can_decide_gate, can_edit_project, can_report_status
from projects.models import (
    DIMENSIONS,
    Benefit,
    BenefitReading,
    Gate,
    GateDecision,
    GateVerdict,
    Milestone,
    Partner,
    Phase,
    Project,
    ProjectState,
    Risk,
    StatusReport,
)
from projects.models.gate import PASSING
from projects.suggest import words
from ui.dates import in_words, long
from ui.parted import parted
from ui.pictures.grid import period_head, period_row
from ui.pictures.lines import progress
from ui.pictures.svg import light

MONTHS = 22
# The heads over the gates: phase, and how many gates stand under it.
HEADS = ((Phase.NEEDS, "g01"), (Phase.PLANNING, ""), (Phase.EXECUTION, "g23"), (Phase.RESULTS, "g46"))


@dataclass(frozen=True)
class Step:
    """A gate on the track: css p (passed), n (next) or f (to come)."""

    gate: str
    name: str
    css: str
    day: str
    note: str
    decision: GateDecision | None
    slip_days: int = 0


class ProjectPage:
    def __init__(self, user: User, pk: int, on: date, today: date) -> None:
        self.user, self.on, self.today = user, on, today
        projects = Project.objects.visible_to(user).select_related("lead", "team", "s3_area")
        projects = projects.prefetch_related(Prefetch("gate_decisions", GateDecision.objects.select_related("by")))
        self.project: Project = get_object_or_404(projects, pk=pk)
        self.is_past = on < today
        runs = not (self.is_past or self.project.is_ended)
        self.can_edit = not self.is_past and bool(can_edit_project(user, self.project))
        self.can_report = runs and bool(can_report_status(user, self.project))
        self.can_decide = runs and bool(can_decide_gate(user, self.project)) and bool(self.project.next_gate())

    @cached_property
    def state(self) -> ProjectState | None:
        """The portfolio's facts of that day; None before the project began."""
        return self.project.states.now_known().filter(effective__contains=self.on).first()

    @cached_property
    def title(self) -> str:
        """What it was called that day."""
        return self.project.title_changes.on(self.on).get(self.project.pk, self.project.title)

    @cached_property
    def reports(self) -> list[StatusReport]:
        """Reports in force on that day, newest first."""
        replaced = StatusReport.objects.filter(project=self.project).replaced().order_by()
        rows = self.project.status_reports.filter(on__lte=self.on).exclude(pk__in=replaced.values("pk"))
        return list(rows.select_related("by")[:60])

    @property
    def table(self) -> list[tuple[StatusReport, list[SafeString]]]:
        """Each report with its lights, drawn small since there can be hundreds."""
        return [(report, [light(value) for value in report.lights.values()]) for report in self.reports]

    @property
    def report(self) -> StatusReport | None:
        return self.reports[0] if self.reports else None

    @cached_property
    def decisions(self) -> dict[str, GateDecision]:
        """The newest decision at each gate."""
        return {row.gate: row for row in self.project.gate_decisions.all() if row.on <= self.on}

    @cached_property
    def plans(self) -> dict[str, list[date]]:
        """Each gate's planned days, as planned over time."""
        found = defaultdict(list)
        for gate, day in self.project.gate_plans.filter(set_on__lte=self.on).values_list("gate", "planned_on"):
            found[gate].append(day)
        return found

    @cached_property
    def heads(self) -> list[tuple[str, str]]:
        now = self.state.phase if self.state else self.project.phase
        return [(str(phase.label), f"{css} now" if phase == now else css) for phase, css in HEADS]

    @cached_property
    def steps(self) -> list[Step]:
        following = self.state.next_gate if self.state else ""
        return [self._step(Gate(gate), following) for gate in Gate.values]

    def _step(self, gate: Gate, following: str) -> Step:
        decision, plans = self.decisions.get(gate), self.plans.get(gate, [])
        slip = (plans[-1] - plans[0]).days if plans else 0
        passed = decision is not None and decision.verdict in PASSING
        is_behind = passed or (not following and decision is not None) or (bool(following) and gate < following)
        css = "p" if is_behind else "n" if gate == following else "f"
        day = decision.on if decision and passed else plans[-1] if plans else None
        return Step(
            gate, str(gate.label), css, long(day) if day else "–", self._note(css, decision, day), decision, slip
        )

    def _note(self, css: str, decision: GateDecision | None, day: date | None) -> str:
        if decision and (css == "p" or decision.verdict == GateVerdict.STOP):
            return str(decision.get_verdict_display())
        if css != "n" or day is None:
            return _("Planned") if day else _("No decision recorded") if css == "p" else _("Not planned")
        days = (day - self.on).days
        if days > 0:
            return ngettext("In %(days)d day", "In %(days)d days", days) % {"days": days}
        if days == 0:
            return _("Today")
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}

    @cached_property
    def months(self) -> list[date]:
        """Up to 22 months that end with that of `on`, none before the project began."""
        begin = self.project.starts_on.replace(day=1)
        month, found = self.on.replace(day=1), list[date]()
        while len(found) < MONTHS and (month >= begin or not found):
            found.append(month)
            month = (
                month.replace(year=month.year - 1, month=12)
                if month.month == 1
                else month.replace(month=month.month - 1)
            )
        return found[::-1]

    @cached_property
    def strips(self) -> list[tuple[Any, SafeString, str]]:
        """(dimension, its months as shapes, the light now)."""
        newest: dict[date, StatusReport] = {}
        for report in reversed(self.reports):
            newest[report.on.replace(day=1)] = report
        return [
            (label, self._strip(dimension, newest), getattr(self.report, dimension) if self.report else "")
            for dimension, label in DIMENSIONS.items()
        ]

    def _strip(self, dimension: str, newest: dict[date, StatusReport]) -> SafeString:
        lights = [getattr(newest[month], dimension) if month in newest else "" for month in self.months]
        return period_row(lights, big=dimension == "overall")

    @property
    def strip_head(self) -> SafeString:
        return period_head(self.months)

    @cached_property
    def milestones(self) -> list[Any]:
        """Today's, or those the newest report of that day carried."""
        if not self.is_past:
            return list(self.project.milestones.all())
        return [_milestone(one) for one in self.report.milestones] if self.report else []

    @cached_property
    def risks(self) -> list[Any]:
        if not self.is_past:
            return self._risks_now[0]
        return [Risk(**_risk(one)) for one in self.report.risks] if self.report else []

    @property
    def closed_risks(self) -> list[Risk]:
        """Today's, the last closed first; a report carries none."""
        last_first = sorted(self._risks_now[1], key=lambda risk: (risk.closed_on, risk.pk), reverse=True)
        return [] if self.is_past else last_first

    @cached_property
    def _risks_now(self) -> tuple[list[Risk], list[Risk]]:
        return parted(self.project.risks.all(), lambda risk: risk.closed_on)

    @cached_property
    def benefits(self) -> list[tuple[Benefit, BenefitReading | None, SafeString]]:
        readings = Prefetch("readings", BenefitReading.objects.filter(on__lte=self.on))
        rows = self.project.benefits.prefetch_related(readings)
        return [(row, row.newest, progress(row.share) if row.share is not None else SafeString("")) for row in rows]

    @cached_property
    def partners(self) -> list[Partner]:
        known = Organisation.objects.visible_to(self.user).order_by()
        return list(self.project.partners.filter(organisation__in=known).select_related("organisation__client"))

    @property
    def decisions_needed(self) -> list[tuple[dict[str, Any], date | None, str]]:
        """What the newest report asks for: (decision, its day, how late it is in words)."""
        asked = self.report.decisions if self.report else []
        days = [date.fromisoformat(one["by_on"]) if one.get("by_on") else None for one in asked]
        late = [in_words(day, self.on) if day and day < self.on else "" for day in days]
        return list(zip(asked, days, late, strict=True))

    @property
    def comments(self) -> list[tuple[Any, str, str]]:
        """What the newest report says of each light: dimension, comment, recovery plan."""
        if not self.report:
            return []
        said, plans = self.report.comments, self.report.recovery
        return [(label, said[name], plans.get(name, "")) for name, label in DIMENSIONS.items() if said.get(name)]

    @cached_property
    def differing(self) -> list[tuple[Any, str, str, str]]:
        """Where the report and the rules differ: dimension, suggested light, reported light, reasons."""
        if not self.report:
            return []
        said, lights = self.report.suggested, self.report.lights
        return [
            (DIMENSIONS[name], said[name]["light"], lights[name], reasons(said[name])) for name in self.report.differing
        ]


def reasons(said: dict[str, Any]) -> str:
    return "; ".join(words(reason) for reason in said.get("reasons", []))


def _milestone(one: dict[str, Any]) -> Milestone:
    days = {name: date.fromisoformat(one[name]) if one.get(name) else None for name in ("planned_on", "forecast_on")}
    return Milestone(title=one.get("title", ""), **days)


def _risk(one: dict[str, Any]) -> dict[str, Any]:
    known = ("text", "probability", "consequence", "action", "owner")
    return {"probability": 0, "consequence": 0} | {name: one[name] for name in known if name in one}
