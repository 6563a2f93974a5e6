"""Phases of a project, the days it entered them, and its planned end as planned over time."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import Hangs


class Phase(models.TextChoices):
    NEEDS = "needs", _("Needs and environment")
    PLANNING = "planning", _("Planning and choice of path")
    EXECUTION = "execution", _("Execution")
    RESULTS = "results", _("Results")
    CLOSED = "closed", _("Closed")
    STOPPED = "stopped", _("Stopped")


ENDED = {Phase.CLOSED, Phase.STOPPED}
RUNNING = [phase for phase in Phase if phase not in ENDED]


class PhaseMove(models.Model):
    """The project entered this phase on this day."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="phase_moves")
    phase = models.CharField(max_length=10, choices=Phase)
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    hangs_on = Hangs(on=("project",))
    erasing = Erasing(text=("reason",), page=("projects:project_detail", "project_id"))

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.phase} {self.on}"


class EndPlan(models.Model):
    """From the day `set_on`, the project was planned to end on `ends_on` (None: no day); a new plan is a new row."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="end_plans")
    ends_on = models.DateField(_("planned end"), null=True)
    set_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    hangs_on = Hangs(on=("project",))

    class Meta:
        ordering = ["set_on", "pk"]
        constraints = [models.UniqueConstraint("project", "set_on", name="endplan_once_a_day")]

    def __str__(self) -> str:
        return f"{self.ends_on or '–'}"
