"""What the rules say of a project: a light per dimension they can judge, each with its reasons.

A reason is kept as its rule and figures ({"rule": "gate_late", "gate": "G3", "days": 41}); `words` says it in the
reader's language, today and in ten years.
"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.then import Then
from ui.lights import Light

# From the best to the worst; kept in reports as plain words.
ORDER = (Light.ON_TRACK.value, Light.WATCH.value, Light.OFF_TRACK.value)

# Days late, per cent over, and points of budget used ahead of time at which a light becomes watch and off track.
LATE_DAYS = (14, 42)
OVER_PERCENT = (2, 10)
AHEAD_PERCENT = (15, 30)

Finding = tuple[str, dict[str, Any]]


def suggest(then: Then) -> dict[str, dict[str, Any]]:
    """{dimension: {"light", "reasons"}} of a project on a day, for the dimensions there is something to judge by."""
    found = {
        "time": _milestones(then) + _gates(then),
        "cost": _cost(then),
        "benefit": _benefits(then),
    }
    judged = {dimension: _judged(findings) for dimension, findings in found.items() if findings}
    if judged:
        findings = [one for findings in found.values() for one in findings]
        judged = {"overall": _judged(findings)} | judged
    return judged


def _judged(findings: list[Finding]) -> dict[str, Any]:
    """The worst light, with the reasons that are not all well, worst first."""
    worst = max((light for light, _reason in findings), key=ORDER.index)
    bad = sorted((one for one in findings if one[0] != Light.ON_TRACK), key=lambda one: -ORDER.index(one[0]))
    return {"light": worst, "reasons": [reason for _light, reason in bad]}


def _graded(amount: Decimal | int, limits: tuple[int, int]) -> str:
    return ORDER[sum(amount >= limit for limit in limits)]


def _milestones(then: Then) -> list[Finding]:
    """How late the milestones still to be met are, by forecast or, when their day has passed, by that day."""
    found = []
    for milestone in then.milestones:
        if milestone.done_on is not None and milestone.done_on <= then.on:
            continue
        days = (max(milestone.forecast_on or milestone.planned_on, then.on) - milestone.planned_on).days
        rule = "milestone_late" if milestone.planned_on < then.on else "milestone_slips"
        reason = {"rule": rule, "title": milestone.title, "days": days}
        found.append((_graded(days, LATE_DAYS), reason))
    return sorted(found, key=lambda one: -one[1]["days"])[:3]


def _gates(then: Then) -> list[Finding]:
    state = then.state
    if not (state and state.next_gate_on and state.next_gate_first_on):
        return []
    days = (max(state.next_gate_on, then.on) - state.next_gate_first_on).days
    rule = "gate_late" if state.next_gate_first_on < then.on else "gate_slips"
    return [(_graded(days, LATE_DAYS), {"rule": rule, "gate": state.next_gate, "days": days})]


def _cost(then: Then) -> list[Finding]:
    state = then.state
    if not (state and state.plan_sek):
        return []
    over = round((state.forecast_sek - state.plan_sek) * 100 / state.plan_sek)
    found = [(_graded(over, OVER_PERCENT), {"rule": "forecast_over", "percent": over})]
    if state.ends_on and state.ends_on > then.starts_on:
        used = round(state.actual_sek * 100 / state.plan_sek)
        passed = round((then.on - then.starts_on).days * 100 / (state.ends_on - then.starts_on).days)
        reason = {"rule": "used_ahead", "used": used, "time": min(passed, 100)}
        found.append((_graded(used - min(passed, 100), AHEAD_PERCENT), reason))
    return found


def _benefits(then: Then) -> list[Finding]:
    """A benefit whose day has passed without a reading is one to watch."""
    found = []
    for benefit in then.benefits:
        due = benefit.planned_on is not None and benefit.planned_on <= then.on
        is_read = any(reading.on <= then.on for reading in benefit.readings.all())
        reason = {"rule": "benefit_unread", "measure": benefit.measure}
        found.append(((Light.WATCH if due and not is_read else Light.ON_TRACK).value, reason))
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
