"""Plan a gate: the verb `plan_gate` in full."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from journal.record import record
from projects.models.gate import PASSING, GatePlan
from ui.versions import Known, anew


def plan(
    project: Any, gate: str, planned_on: date, *, by: User, at: datetime, on: date, known: Known = None
) -> GatePlan:
    """Of a locked project that runs; earlier plans are kept."""
    if gate in project.gate_decisions.filter(verdict__in=PASSING).values_list("gate", flat=True):
        raise ValidationError({"gate": _("This gate has been passed.")})
    before = project.gate_plans.filter(gate=gate, set_on__lte=on).order_by("set_on", "pk").last()
    was = before and before.planned_on
    made = anew(GatePlan, known, project=project, gate=gate, set_on=on)
    made.planned_on, made.by = planned_on, by
    made.save()
    facts: dict[str, Any] = {"gate": gate, "from": was, "to": planned_on}
    record("project.gate_planned", project, by=by, at=at, **facts)
    return made
