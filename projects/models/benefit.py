"""A benefit: what the project is to give, measured before, planned and read; it outlives the project."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.models import User
from journal.change import change, write
from journal.facts import CHANGED, Said, Tells
from journal.history import keep_history
from journal.record import record
from projects.access import can_edit_part, can_edit_project
from projects.models.of_project import OfProjectQuerySet
from projects.models.project import Project


class BenefitKind(models.TextChoices):
    QUALITY = "quality", _("Quality")
    SAFETY = "safety", _("Safety")
    STAFF_TIME = "staff_time", _("Staff time")
    ACCESS = "access", _("Access")
    CASH_RELEASING = "cash_releasing", _("Cash-releasing")
    NON_CASH = "non_cash", _("Non-cash")
    ENVIRONMENT = "environment", _("Environment")


SAID = Said("benefit", "benefits", "measure")
Project.tells |= {
    "project.benefit_added": Tells({"benefit": int}, SAID, icon="plus"),
    "project.benefit_read": Tells({"benefit": int, "value": Decimal}, SAID, icon="trending-up"),
}


class Benefit(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="benefits")
    measure = models.CharField(_("measure"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=BenefitKind)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    owner = models.CharField(_("owner in the line"), max_length=150, blank=True)
    baseline = models.DecimalField(_("before"), max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField(_("measured on"), null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2, null=True, blank=True)
    planned_on = models.DateField(_("planned date"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    hangs_on = Hangs(on=("project",))
    erasing = Erasing(text=("measure", "unit", "owner"), page=("projects:project_detail", "project_id"))
    tells = {"benefit.changed": CHANGED}

    history = keep_history()
    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")

    def __str__(self) -> str:
        return self.measure

    @classmethod
    @transaction.atomic
    def add(cls, project: Project, *, by: User, at: datetime, **fields: Any) -> Self:
        require(can_edit_project(by, project))
        benefit: Any = cls(project=project, **fields)
        benefit.full_clean()
        write(benefit, by=by, at=at)
        record("project.benefit_added", project, by=by, at=at, benefit=benefit.pk)
        return cast(Self, benefit)

    def change(self, values: dict[str, Any], *, by: User, at: datetime, version: int | None = None) -> "Benefit":
        require(can_edit_part(by, self))
        return change(self, values, by=by, at=at, version=version, about=[self.project])

    @transaction.atomic
    def read(
        self, value: Decimal, *, by: User, at: datetime, on: date | None = None, source: str = ""
    ) -> "BenefitReading":
        """A reading of the benefit; benefits are read on after the project has closed."""
        require(can_edit_part(by, self))
        reading = BenefitReading(benefit=self, on=on or timezone.localdate(at), value=value, source=source)
        if reading.on > timezone.localdate(at):
            raise ValidationError({"on": gettext("A reading is dated when it was made, not later.")})
        reading.full_clean()
        reading.save()
        record("project.benefit_read", self.project, by=by, at=at, benefit=self.pk, value=value)
        return reading

    @property
    def newest(self) -> "BenefitReading | None":
        """The newest reading; cheap when readings are prefetched."""
        return max(self.readings.all(), key=lambda reading: (reading.on, reading.pk), default=None)

    @property
    def share(self) -> int | None:
        """Per cent of the way from before to target that the newest reading has come; None without all three."""
        newest = self.newest
        if newest is None or self.baseline is None or self.target in (None, self.baseline):
            return None
        return round((newest.value - self.baseline) * 100 / (self.target - self.baseline))


class BenefitReading(models.Model):
    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="readings")
    on = models.DateField(_("date"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.CharField(_("source"), max_length=200, blank=True)
    hangs_on = Hangs(on=("benefit",))
    erasing = Erasing(text=("source",))

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.value}"
