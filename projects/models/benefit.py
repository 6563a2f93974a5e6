"""A benefit: what the project is to give, measured before, planned and read; it outlives the project."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from journal.history import keep_history
from projects.models.project import Project


class BenefitKind(models.TextChoices):
    QUALITY = "quality", _("Quality")
    SAFETY = "safety", _("Safety")
    STAFF_TIME = "staff_time", _("Staff time")
    ACCESS = "access", _("Access")
    CASH_RELEASING = "cash_releasing", _("Cash-releasing")
    NON_CASH = "non_cash", _("Non-cash")
    ENVIRONMENT = "environment", _("Environment")


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

    history = keep_history()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")

    def __str__(self) -> str:
        return self.measure


class BenefitReading(models.Model):
    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="readings")
    on = models.DateField(_("date"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.value}"
