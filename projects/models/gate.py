"""Gates G0–G6: when each is planned, as planned over time, and what was decided."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.project import Phase, Project


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


class GateVerdict(models.TextChoices):
    GO = "go", _("Go")
    GO_WITH_CONDITIONS = "go_with_conditions", _("Go with conditions")
    HOLD = "hold", _("Hold")
    STOP = "stop", _("Stop")


class GatePlan(models.Model):
    """From the day `set_on`, the gate was planned for `planned_on`; a new plan is a new row."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="gate_plans")
    gate = models.CharField(max_length=2, choices=Gate)
    planned_on = models.DateField(_("planned"))
    set_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["gate", "set_on", "pk"]
        constraints = [models.UniqueConstraint("project", "gate", "set_on", name="gateplan_once_a_day")]

    def __str__(self) -> str:
        return f"{self.gate} {self.planned_on}"


class GateDecision(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="gate_decisions")
    gate = models.CharField(_("gate"), max_length=2, choices=Gate)
    verdict = models.CharField(_("decision"), max_length=20, choices=GateVerdict)
    on = models.DateField(_("date"))
    decider = models.CharField(_("decided by"), max_length=150, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    # {criterion: true/false} as ticked when decided
    criteria = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("gate decision")
        verbose_name_plural = _("gate decisions")

    def __str__(self) -> str:
        return f"{self.gate} {self.verdict}"
