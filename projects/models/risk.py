"""A risk: probability × consequence, what we do about it, and who does it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Self, cast

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.models import User
from journal.change import change, save, write
from journal.facts import CHANGED, Said, Tells
from journal.history import keep_history
from journal.record import record
from projects.access import can_edit_part, can_edit_project
from projects.models.of_project import OfProjectQuerySet
from projects.models.project import Project
from ui.versions import check, locked

TELLS = Tells({"risk": int}, Said("risk", "risks", "text"))
ICONS = {"added": "triangle-alert", "closed": "check", "reopened": "history"}
Project.tells |= {f"project.risk_{action}": replace(TELLS, icon=icon) for action, icon in ICONS.items()}

SCALE = (1, 5)
ONE_TO_FIVE = [MinValueValidator(SCALE[0]), MaxValueValidator(SCALE[1])]


class Risk(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="risks")
    text = models.CharField(_("risk"), max_length=200)
    probability = models.PositiveSmallIntegerField(_("probability"), validators=ONE_TO_FIVE)
    consequence = models.PositiveSmallIntegerField(_("consequence"), validators=ONE_TO_FIVE)
    action = models.CharField(_("what we do"), max_length=300, blank=True)
    owner = models.CharField(_("owner"), max_length=150, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    hangs_on = Hangs(on=("project",))
    erasing = Erasing(text=("text", "action", "owner"), page=("projects:project_detail", "project_id"))
    tells = {"risk.changed": CHANGED}

    history = keep_history()
    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = [-(models.F("probability") * models.F("consequence")), "pk"]
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        constraints = [
            models.CheckConstraint(
                name="risk_probability_within",
                condition=models.Q(probability__range=SCALE),
                violation_error_message=_("The probability of a risk is 1 to 5."),
            ),
            models.CheckConstraint(
                name="risk_consequence_within",
                condition=models.Q(consequence__range=SCALE),
                violation_error_message=_("The consequence of a risk is 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def score(self) -> int:
        return self.probability * self.consequence

    @classmethod
    @transaction.atomic
    def add(cls, project: Project, *, by: User, at: datetime, **fields: Any) -> Self:
        require(can_edit_project(by, project))
        risk: Any = cls(project=project, **fields)
        risk.full_clean()
        write(risk, by=by, at=at)
        record("project.risk_added", project, by=by, at=at, risk=risk.pk)
        return cast(Self, risk)

    def change(self, values: dict[str, Any], *, by: User, at: datetime, version: int | None = None) -> "Risk":
        require(can_edit_part(by, self))
        return change(self, values, by=by, at=at, version=version, about=[self.project])

    @transaction.atomic
    def close(self, *, by: User, at: datetime, on: date | None = None, version: int | None = None) -> "Risk":
        risk = self._locked(by, version)
        if risk.closed_on:
            raise ValidationError(gettext("This risk has been closed already."))
        today = timezone.localdate(at)
        if on and on > today:
            raise ValidationError({"on": gettext("A risk is closed today or on an earlier day.")})
        if on and on < risk._entered_on():
            raise ValidationError({"on": gettext("A risk is closed on the day it was entered or later.")})
        risk._closed(on or today, "project.risk_closed", by=by, at=at)
        return risk

    @transaction.atomic
    def reopen(self, *, by: User, at: datetime, version: int | None = None) -> "Risk":
        """It was closed by mistake, or has come back."""
        risk = self._locked(by, version)
        if not risk.closed_on:
            raise ValidationError(gettext("This risk is open already."))
        risk._closed(None, "project.risk_reopened", by=by, at=at)
        return risk

    def _entered_on(self) -> date:
        return timezone.localdate(self.history.earliest("history_id").history_date)

    def _locked(self, by: User, version: int | None) -> "Risk":
        risk = locked(Risk.objects.all(), self.pk)
        require(can_edit_part(by, risk))
        check(risk, version)
        return risk

    def _closed(self, on: date | None, verb: str, *, by: User, at: datetime) -> None:
        self.closed_on = on
        save(self, ["closed_on"], by=by, at=at)
        record(verb, self.project, by=by, at=at, risk=self.pk)
