"""A status report: a posted, dated statement with a light per dimension; never edited after."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import Hangs
from projects.models.of_project import OfProjectQuerySet
from ui.lights import Light
from ui.long_text import LongText

DIMENSIONS = {
    "overall": _("Overall"),
    "scope": _("Scope"),
    "time": _("Time"),
    "cost": _("Cost"),
    "people": _("People"),
    "benefit": _("Benefit"),
    "clinic": _("Clinic"),
}

# What posting tells of it; `dropped`: how many decisions are asked for no longer.
REPORTED = {"report": int, "overall": Light, "on": date, "dropped": int}


def light(label: Any) -> models.CharField:
    return models.CharField(label, max_length=10, choices=Light, blank=True, default="")


class StatusReportQuerySet(OfProjectQuerySet):
    def replaced(self) -> "StatusReportQuerySet":
        """Reports whose correction holds from their own day or an earlier one; others hold until it does."""
        return self.filter(corrected_by__on__lte=models.F("on"))


MOST_RISKS, MOST_DECISIONS, NEXT_MILESTONES = 5, 3, 6


class StatusReport(models.Model):
    """Carries its own data, so an old report never changes: the lights with comments, and frozen copies of the next
    milestones [{title, planned_on, forecast_on}], risks [{text, score, action}] (at most 5) and decisions needed
    [{text, recommendation, by_on}] (at most 3). `suggested` is what the rules said:
    {dimension: {light, reasons}} (projects.suggest.words says a reason)."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="status_reports")
    on = models.DateField(_("date"))
    posted_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    summary = LongText(_("summary"), blank=True)
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
    hangs_on = Hangs(on=("project",), aside=("corrects",))
    erasing = Erasing(
        frozen=("summary", "comments", "recovery", "milestones", "risks", "decisions", "suggested", "other_lights"),
        page=("projects:project_detail", "project_id"),
    )

    objects = StatusReportQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-posted_at", "-pk"]
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        indexes = [models.Index(fields=["project", "-on", "-posted_at"], name="statusreport_newest")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.on}"

    def check_postable(self, today: date, *, asks_for_reasons: bool = True) -> None:
        """Raises ValidationError, by field, unless this can be posted today."""
        self.clean_fields(exclude=["project", "corrects", "by", "posted_at"])
        errors = self._errors_of_lights() if asks_for_reasons else {}
        if self.on > today:
            errors["on"] = _("A status is reported for today or an earlier day.")
        if len(self.risks) > MOST_RISKS:
            errors["risks"] = _("At most five risks.")
        if len(self.decisions) > MOST_DECISIONS:
            errors["decisions"] = _("At most three decisions.")
        if problem := self._wrong_correction():
            errors["corrects"] = problem
        if errors:
            raise ValidationError(errors)

    def _errors_of_lights(self) -> dict[str, Any]:
        errors = {}
        if not self.overall:
            errors["overall"] = _("Choose the overall light.")
        for dimension in DIMENSIONS:
            if getattr(self, dimension) in {Light.WATCH, Light.OFF_TRACK}:
                if not self.comments.get(dimension, "").strip():
                    errors[f"comment_{dimension}"] = _("Say why.")
                if not self.recovery.get(dimension, "").strip():
                    errors[f"recovery_{dimension}"] = _("Say what is done about it.")
        return errors

    def _wrong_correction(self) -> str:
        if not self.corrects_id or not self.corrects:
            return ""
        if self.corrects.project_id != self.project_id:
            return gettext("The report to correct is of another project.")
        if StatusReport.objects.filter(corrects=self.corrects_id).exists():
            return gettext("This report has been corrected already; correct the correction.")
        return ""

    def freeze(self, suggested: dict[str, Any], milestones: Sequence[Any]) -> None:
        """Copy what the report says of risks and, of the `milestones` of its day, the next, unless given; and what the
        rules suggested."""
        self.suggested = suggested
        if not self.risks:
            risks = [row for row in self.project.risks.all() if row.closed_on is None][:MOST_RISKS]
            self.risks = [
                {"text": row.text, "probability": row.probability, "consequence": row.consequence, "score": row.score,
                 "action": row.action, "owner": row.owner}
                for row in risks
            ]  # fmt: skip
        if not self.milestones:
            still = [row for row in milestones if row.done_on is None or row.done_on > self.on]
            self.milestones = [
                {"title": row.title, "planned_on": row.planned_on, "forecast_on": row.forecast_on}
                for row in still[:NEXT_MILESTONES]
            ]

    @property
    def lights(self) -> dict[str, str]:
        return {dimension: getattr(self, dimension) for dimension in DIMENSIONS}

    @property
    def differing(self) -> list[str]:
        """The reported dimensions whose light is not the one the rules suggested."""
        return [
            dimension
            for dimension, reported in self.lights.items()
            if reported and dimension in self.suggested and self.suggested[dimension].get("light") != reported
        ]
