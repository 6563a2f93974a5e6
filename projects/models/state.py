"""ProjectState: for each stretch of days, the few facts the portfolio shows; written by `projects.states`."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Func, Q

from accounts.erasing import Erasing
from accounts.hanging import SHOWN_TO_NOBODY, Hangs
from accounts.noun import NounQuerySet
from projects.models.phase import Phase
from projects.models.status_report import Light


class ProjectStateQuerySet(NounQuerySet["ProjectState"]):
    def now_known(self) -> "ProjectStateQuerySet":
        return self.filter(known__upper_inf=True)

    def of(self, projects: Iterable[models.Model]) -> "ProjectStateQuerySet":
        """Theirs as now known, in no order."""
        return self.now_known().filter(project__in=[project.pk for project in projects]).order_by()

    def known(self, at: datetime | None) -> "ProjectStateQuerySet":
        """What was known then; None: now."""
        return self.filter(known__contains=at) if at else self.now_known()


class ProjectState(models.Model):
    """One row per change of the portfolio's facts. `effective` is the business clock (days, half-open), `known` the
    recording clock: a correction closes the rows known until then and adds the new ones."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="states")
    effective = DateRangeField()
    known = DateTimeRangeField()
    phase = models.CharField(max_length=10, choices=Phase)
    phase_since = models.DateField()
    overall = models.CharField(max_length=10, choices=Light, blank=True)
    scope = models.CharField(max_length=10, choices=Light, blank=True)
    time = models.CharField(max_length=10, choices=Light, blank=True)
    cost = models.CharField(max_length=10, choices=Light, blank=True)
    people = models.CharField(max_length=10, choices=Light, blank=True)
    benefit = models.CharField(max_length=10, choices=Light, blank=True)
    clinic = models.CharField(max_length=10, choices=Light, blank=True)
    # The lights of the report before, for the hollow shapes: {dimension: light}
    previous = models.JSONField(default=dict)
    reported_on = models.DateField(null=True)
    report_id = models.BigIntegerField(null=True)
    next_gate = models.CharField(max_length=2, blank=True)
    next_gate_on = models.DateField(null=True)
    next_gate_first_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    plan_sek = models.DecimalField(max_digits=14, decimal_places=0, default=0)
    forecast_sek = models.DecimalField(max_digits=14, decimal_places=0, default=0)
    actual_sek = models.DecimalField(max_digits=14, decimal_places=0, default=0)
    hangs_on = Hangs(on=("project",))
    erasing = Erasing(nobody=("previous", "next_gate"))

    objects = ProjectStateQuerySet.as_manager()

    class Meta:
        indexes = [
            GistIndex("effective", name="projectstate_as_of", condition=Q(known__upper_inf=True)),
            models.Index("project", name="projectstate_now_known", condition=Q(known__upper_inf=True)),
        ]
        constraints = [
            ExclusionConstraint(
                name="projectstate_one_truth",
                expressions=[
                    (
                        Func(
                            "project",
                            "project",
                            models.Value("[]"),
                            function="int8range",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("effective", RangeOperators.OVERLAPS),
                    ("known", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.effective}"


class StateRule(models.Model):
    """One row: the number of the rule (`projects.states.RULE`) that made the states that are here."""

    ONLY = 1

    rule = models.PositiveIntegerField()
    hangs_on = SHOWN_TO_NOBODY

    def __str__(self) -> str:
        return str(self.rule)
