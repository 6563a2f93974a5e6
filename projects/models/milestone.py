"""A milestone: planned, forecast and done dates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.models import User
from journal.bulk import bulk_create
from journal.change import change, save
from journal.facts import CHANGED, Said, Tells
from journal.happening import Happening
from journal.history import keep_history
from journal.record import record, record_all
from projects.access import can_edit_part, can_edit_project
from projects.models.of_project import OfProjectQuerySet
from projects.models.project import Project
from ui.versions import check, locked

TELLS = Tells({"milestone": int}, Said("milestone", "milestones", "title"))
ICONS = {"added": "plus", "met": "check", "reopened": "history"}
Project.tells |= {f"project.milestone_{action}": replace(TELLS, icon=icon) for action, icon in ICONS.items()}


class Milestone(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200)
    planned_on = models.DateField(_("planned"))
    forecast_on = models.DateField(_("forecast"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    hangs_on = Hangs(on=("project",))
    erasing = Erasing(text=("title",), page=("projects:project_detail", "project_id"))
    tells = {"milestone.changed": CHANGED}

    history = keep_history()
    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.title

    @property
    def slip_days(self) -> int:
        """Days later than planned (negative: earlier), by the done date or else the forecast."""
        return ((self.done_on or self.forecast_on or self.planned_on) - self.planned_on).days

    @property
    def early_days(self) -> int:
        return -self.slip_days

    @classmethod
    @transaction.atomic
    def add(cls, project: Project, *, by: User, at: datetime, **fields: Any) -> Self:
        return cls.add_all([cls(project=project, **fields)], by=by, at=at)[0]

    @classmethod
    @transaction.atomic(savepoint=False)
    def add_all(cls, milestones: Sequence[Self], *, by: User, at: datetime) -> list[Self]:
        for milestone in milestones:
            milestone.check_add(by=by, on=timezone.localdate(at))
        made = bulk_create(milestones, by=by, reason="project.milestone_added", at=at)
        record_all(Happening("project.milestone_added", one.project, by, at, (), {"milestone": one.pk}) for one in made)
        return made

    def check_add(self, *, by: User, on: date) -> None:
        """Raises PermissionDenied, or ValidationError by field."""
        require(can_edit_project(by, self.project))
        self.clean_fields(exclude=["project"])
        check_done(self.done_on, on, "done_on")

    def change(self, values: dict[str, Any], *, by: User, at: datetime, version: int | None = None) -> "Milestone":
        require(can_edit_part(by, self))
        check_done(values.get("done_on"), timezone.localdate(at), "done_on")
        return change(self, values, by=by, at=at, version=version, about=[self.project])

    @transaction.atomic
    def finish(self, *, by: User, at: datetime, on: date | None = None, version: int | None = None) -> "Milestone":
        """Met on that day (today)."""
        milestone = self._locked(by, version)
        today = timezone.localdate(at)
        if milestone.done_on:
            raise ValidationError(gettext("This milestone has been met already."))
        check_done(on, today, "on")
        milestone._done(on or today, "project.milestone_met", by=by, at=at)
        return milestone

    @transaction.atomic
    def reopen(self, *, by: User, at: datetime, version: int | None = None) -> "Milestone":
        """It was ticked off by mistake: what was told of it stays told, and it is to be met still."""
        milestone = self._locked(by, version)
        if not milestone.done_on:
            raise ValidationError(gettext("This milestone has not been met yet."))
        milestone._done(None, "project.milestone_reopened", by=by, at=at)
        return milestone

    def _locked(self, by: User, version: int | None) -> "Milestone":
        milestone = locked(Milestone.objects.all(), self.pk)
        require(can_edit_part(by, milestone))
        check(milestone, version)
        return milestone

    def _done(self, on: date | None, verb: str, *, by: User, at: datetime) -> None:
        self.done_on = on
        save(self, ["done_on"], by=by, at=at)
        record(verb, self.project, by=by, at=at, milestone=self.pk)


def check_done(on: date | None, today: date, field: str) -> None:
    """A day to come is a forecast."""
    if on and on > today:
        raise ValidationError({field: _("A milestone is met today or on an earlier day.")})
