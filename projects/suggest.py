"""What the rules say of a project: a light per dimension they can judge, each with its reasons.

A reason is kept as its rule and figures ({"rule": "gate_late", "gate": "G3", "days": 41}); `words` says it in the
reader's language, today and in ten years.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ON_TRACK, WATCH, OFF_TRACK = "on_track", "watch", "off_track"
ORDER = (ON_TRACK, WATCH, OFF_TRACK)

# Days late, per cent over, and points of budget used ahead of time at which a light becomes watch and off track.
LATE_DAYS = (14, 42)
OVER_PERCENT = (2, 10)
AHEAD_PERCENT = (15, 30)

JUDGED_BY = ("milestones", "gate_plans", "gate_decisions", "budget_lines", "benefits__readings")

Finding = tuple[str, dict[str, Any]]


def suggest(project: Any, on: date) -> dict[str, dict[str, Any]]:
    """{dimension: {"light", "reasons"}} as of `on`, for the dimensions there is something to judge by. Five queries;
    none for a project whose `JUDGED_BY` are prefetched."""
    found = {
        "time": _milestones(project, on) + _gates(project, on),
        "cost": _cost(project, on),
        "benefit": _benefits(project, on),
    }
    judged = {dimension: _judged(findings) for dimension, findings in found.items() if findings}
    if judged:
        findings = [one for findings in found.values() for one in findings]
        judged = {"overall": _judged(findings)} | judged
    return judged


def _judged(findings: list[Finding]) -> dict[str, Any]:
    """The worst light, with the reasons that are not all well, worst first."""
    worst = max((light for light, _reason in findings), key=ORDER.index)
    bad = sorted((one for one in findings if one[0] != ON_TRACK), key=lambda one: -ORDER.index(one[0]))
    return {"light": worst, "reasons": [reason for _light, reason in bad]}


def _graded(amount: Decimal | int, limits: tuple[int, int]) -> str:
    return ORDER[sum(amount >= limit for limit in limits)]


def _milestones(project: Any, on: date) -> list[Finding]:
    """How late the milestones still to be met are, by forecast or, when their day has passed, by today."""
    found = []
    for milestone in project.milestones.all():
        if milestone.done_on is not None and milestone.done_on <= on:
            continue
        days = (max(milestone.forecast_on or milestone.planned_on, on) - milestone.planned_on).days
        rule = "milestone_late" if milestone.planned_on < on else "milestone_slips"
        reason = {"rule": rule, "title": milestone.title, "days": days}
        found.append((_graded(days, LATE_DAYS), reason))
    return sorted(found, key=lambda one: -one[1]["days"])[:3]


def _gates(project: Any, on: date) -> list[Finding]:
    gate = project.next_gate()
    rows = [row for row in project.gate_plans.all() if row.gate == gate and row.set_on <= on]
    plans = [row.planned_on for row in sorted(rows, key=lambda row: (row.set_on, row.pk))]
    if not plans:
        return []
    days = (max(plans[-1], on) - plans[0]).days
    rule = "gate_late" if plans[0] < on else "gate_slips"
    return [(_graded(days, LATE_DAYS), {"rule": rule, "gate": gate, "days": days})]


def _cost(project: Any, on: date) -> list[Finding]:
    lines = sorted((row for row in project.budget_lines.all() if row.on <= on), key=lambda row: (row.on, row.pk))
    newest = {line.source: line for line in lines}.values()
    plan = sum((line.plan_sek for line in newest), Decimal(0))
    if not plan:
        return []
    forecast, actual = (sum((getattr(line, name) for line in newest), Decimal(0)) for name in AMOUNTS)
    over = round((forecast - plan) * 100 / plan)
    found = [(_graded(over, OVER_PERCENT), {"rule": "forecast_over", "percent": over})]
    if project.ends_on and project.ends_on > project.starts_on:
        used = round(actual * 100 / plan)
        passed = round((on - project.starts_on).days * 100 / (project.ends_on - project.starts_on).days)
        reason = {"rule": "used_ahead", "used": used, "time": min(passed, 100)}
        found.append((_graded(used - min(passed, 100), AHEAD_PERCENT), reason))
    return found


AMOUNTS = ("forecast_sek", "actual_sek")


def _benefits(project: Any, on: date) -> list[Finding]:
    """A benefit whose day has passed without a reading is one to watch."""
    found = []
    for benefit in project.benefits.all():
        due = benefit.planned_on is not None and benefit.planned_on <= on
        is_read = any(reading.on <= on for reading in benefit.readings.all())
        reason = {"rule": "benefit_unread", "measure": benefit.measure}
        found.append((WATCH if due and not is_read else ON_TRACK, reason))
    return found


def words(reason: dict[str, Any]) -> str:
    """A reason as a sentence without its full stop."""
    rule = reason.get("rule")
    if rule == "milestone_late":
        return ngettext(
            "milestone “%(title)s” is %(days)s day late", "milestone “%(title)s” is %(days)s days late", reason["days"]
        ) % {"title": reason["title"], "days": reason["days"]}
    if rule == "milestone_slips":
        return ngettext(
            "milestone “%(title)s” is forecast %(days)s day after its planned day",
            "milestone “%(title)s” is forecast %(days)s days after its planned day",
            reason["days"],
        ) % {"title": reason["title"], "days": reason["days"]}
    if rule == "gate_slips":
        return ngettext(
            "%(gate)s is planned %(days)s day later than at first",
            "%(gate)s is planned %(days)s days later than at first",
            reason["days"],
        ) % {"gate": reason["gate"], "days": reason["days"]}
    if rule == "gate_late":
        return ngettext("%(gate)s is %(days)s day late", "%(gate)s is %(days)s days late", reason["days"]) % {
            "gate": reason["gate"],
            "days": reason["days"],
        }
    if rule == "forecast_over":
        return _("the forecast is %(percent)s %% over budget") % {"percent": reason["percent"]}
    if rule == "used_ahead":
        return _("%(used)s %% of the budget is used at %(time)s %% of the time") % {
            "used": reason["used"],
            "time": reason["time"],
        }
    return _("“%(measure)s” should have been measured by now") % {"measure": reason.get("measure", "")}
