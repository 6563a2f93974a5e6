"""Gates G0–G6: when each is planned, as planned over time, and what was decided."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import Hangs
from projects.models.of_project import OfProjectQuerySet
from projects.models.phase import ENDED, Phase
from ui.long_text import LongText


class Gate(models.TextChoices):
    G0 = "G0", _("G0 Need accepted")
    G1 = "G1", _("G1 Path chosen")
    G2 = "G2", _("G2 Plan funded")
    G3 = "G3", _("G3 Test result")
    G4 = "G4", _("G4 Decide to implement")
    G5 = "G5", _("G5 Handed over")
    G6 = "G6", _("G6 Effect measured")


# The phase a passed gate opens; a gate not listed leaves the phase as it is.
OPENS = {Gate.G1: Phase.PLANNING, Gate.G2: Phase.EXECUTION, Gate.G4: Phase.RESULTS}
GATES = tuple(Gate.values)
# What a phase tells about gates nobody recorded a decision for: the first gate that can still be ahead.
FIRST_GATE_IN: dict[str, int] = {Phase.NEEDS: 0, **{phase: GATES.index(gate) + 1 for gate, phase in OPENS.items()}}


class GateVerdict(models.TextChoices):
    GO = "go", _("Go")
    GO_WITH_CONDITIONS = "go_with_conditions", _("Go with conditions")
    HOLD = "hold", _("Hold")
    STOP = "stop", _("Stop")


PASSING = [GateVerdict.GO, GateVerdict.GO_WITH_CONDITIONS]
# What deciding tells of the project; `met` of so many `criteria` were, when the gate was decided.
DECIDED = {"gate": Gate, "verdict": GateVerdict, "decision": int, "met": int, "criteria": int}


def gate_after(phase: str, passed: int) -> str:
    """The gate to be decided next; empty when the project has ended or passed them all. `passed` is the place of the
    furthest gate recorded as passed, -1 when none is."""
    if phase in ENDED:
        return ""
    first = passed + 1 if passed >= 0 else FIRST_GATE_IN[phase]
    return GATES[first] if first < len(GATES) else ""


# What is ticked at each gate, by the code kept in the decision.
CRITERIA = {
    Gate.G0: {"need": _("The need is described by its owner"), "owner": _("The need has an owner in the line")},
    Gate.G1: {
        "path": _("Build, co-develop or buy is chosen with reasons"),
        "line_owner": _("An owner in the line is named"),
        "market": _("The market has been asked"),
    },
    Gate.G2: {
        "funding": _("The plan is funded"),
        "people": _("The people are there"),
        "benefits": _("Benefits have a baseline and a target"),
    },
    Gate.G3: {
        "tested": _("The test was carried out as planned"),
        "safe": _("No serious deviations are open"),
        "users": _("Those who will use it want it"),
    },
    Gate.G4: {
        "business_case": _("The business case holds"),
        "implementation": _("The plan for implementing is agreed with the line"),
        "support": _("Support and operation are agreed"),
    },
    Gate.G5: {"handed_over": _("The line has taken over"), "training": _("Those who use it are trained")},
    Gate.G6: {"measured": _("The effect has been measured"), "learning": _("What was learnt is written down")},
}


class GatePlan(models.Model):
    """From the day `set_on`, the gate was planned for `planned_on`; a new plan is a new row."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="gate_plans")
    gate = models.CharField(max_length=2, choices=Gate)
    planned_on = models.DateField(_("planned"))
    set_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    hangs_on = Hangs(on=("project",))

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["gate", "set_on", "pk"]
        constraints = [models.UniqueConstraint("project", "gate", "set_on", name="gateplan_once_a_day")]

    def __str__(self) -> str:
        return f"{self.gate} {self.planned_on}"


class GateDecision(models.Model):
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="gate_decisions")
    gate = models.CharField(_("gate"), max_length=2, choices=Gate)
    verdict = models.CharField(_("decision"), max_length=20, choices=GateVerdict)
    on = models.DateField(_("date"))
    decider = models.CharField(_("decided by"), max_length=150, blank=True)
    conditions = LongText(_("conditions"), blank=True)
    reason = LongText(_("reason"), blank=True)
    # {criterion: true/false} as ticked when decided
    criteria = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    hangs_on = Hangs(on=("project",))
    erasing = Erasing(
        nobody=("criteria",), text=("decider", "conditions", "reason"), page=("projects:project_detail", "project_id")
    )

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("gate decision")
        verbose_name_plural = _("gate decisions")

    def __str__(self) -> str:
        return f"{self.gate} {self.verdict}"

    @property
    def ticked(self) -> list[tuple[Any, bool]]:
        """The criteria in the gate's order: in words, and whether each was met when it was decided."""
        return [
            (words, self.criteria[code]) for code, words in CRITERIA[Gate(self.gate)].items() if code in self.criteria
        ]

    @property
    def met(self) -> int:
        return sum(is_met for _words, is_met in self.ticked)

    def fill_criteria(self) -> None:
        """What is not ticked was not met; where nothing is said of any, nobody has looked at them."""
        if self.criteria:
            self.criteria = {code: bool(self.criteria.get(code)) for code in CRITERIA[Gate(self.gate)]}

    def check_decidable(self, next_gate: str, today: date) -> None:
        """Raises ValidationError unless this is a decision that can be made today; `next_gate` is the project's."""
        self.clean_fields(exclude=["project"])
        errors = {}
        if unknown := set(self.criteria) - set(CRITERIA[Gate(self.gate)]):
            words = {"gate": self.gate, "codes": ", ".join(sorted(unknown))}
            errors["criteria"] = gettext("%(gate)s has no criterion %(codes)s.") % words
        if self.gate != next_gate:
            errors["gate"] = gettext("The gates come in order; next is %(gate)s.") % {"gate": next_gate or "–"}
        if self.on > today:
            errors["on"] = gettext("A decision is dated when it was made, not later.")
        if self.verdict == GateVerdict.GO_WITH_CONDITIONS and not self.conditions.strip():
            errors["conditions"] = gettext("Write the conditions.")
        if self.verdict in {GateVerdict.HOLD, GateVerdict.STOP} and not self.reason.strip():
            errors["reason"] = gettext("Write the reason: it is what the next project learns from.")
        if errors:
            raise ValidationError(errors)
