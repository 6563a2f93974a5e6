"""A status report: a posted, dated statement with a light per dimension; never edited after."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.access import projects_hidden_from
from projects.models.project import Project


class Light(models.TextChoices):
    ON_TRACK = "on_track", _("On track")
    WATCH = "watch", _("Watch")
    OFF_TRACK = "off_track", _("Off track")
    NOT_REPORTED = "", _("Not reported")


DIMENSIONS = {
    "overall": _("Overall"),
    "scope": _("Scope"),
    "time": _("Time"),
    "cost": _("Cost"),
    "people": _("People"),
    "benefit": _("Benefit"),
    "clinic": _("Clinic"),
}


def light(label: Any) -> models.CharField:
    return models.CharField(label, max_length=10, choices=Light, blank=True, default="")


class StatusReportQuerySet(models.QuerySet["StatusReport"]):
    def visible_to(self, user: Any) -> "StatusReportQuerySet":
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.exclude(models.Exists(projects_hidden_from(user).filter(pk=models.OuterRef("project"))))


class StatusReport(models.Model):
    """Carries its own data, so an old report never changes: the lights with comments, and frozen copies of the next
    milestones [{title, planned_on, forecast_on}], risks [{text, score, action}] (at most 5) and decisions needed
    [{text, recommendation, by_on}] (at most 3). `suggested` is what the rules said: {dimension: {light, reason}}."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="status_reports")
    on = models.DateField(_("date"))
    posted_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    summary = models.TextField(_("summary"), blank=True)
    overall = light(DIMENSIONS["overall"])
    scope = light(DIMENSIONS["scope"])
    time = light(DIMENSIONS["time"])
    cost = light(DIMENSIONS["cost"])
    people = light(DIMENSIONS["people"])
    benefit = light(DIMENSIONS["benefit"])
    clinic = light(DIMENSIONS["clinic"])
    # {dimension: text}; required for watch and off track, there with the recovery plan
    comments = models.JSONField(default=dict, blank=True)
    recovery = models.JSONField(default=dict, blank=True)
    milestones = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    risks = models.JSONField(default=list, blank=True)
    decisions = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    suggested = models.JSONField(default=dict, blank=True)
    # Lights of an imported report that are none of our dimensions, such as risk: {name: light}
    other_lights = models.JSONField(default=dict, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects")
    )

    objects = StatusReportQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-posted_at", "-pk"]
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        indexes = [models.Index(fields=["project", "-on", "-posted_at"], name="statusreport_newest")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.on}"
