"""A budget line: from a day on, the plan, forecast and amount spent so far of one source of money."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import Hangs
from projects.models.of_project import OfProjectQuerySet

LARGEST = Decimal(10**14 - 1)
AMOUNTS = ("plan_sek", "forecast_sek", "actual_sek")


def sek(label: Any) -> models.DecimalField:
    none_less = [MinValueValidator(Decimal(0), _("An amount is 0 or more."))]
    return models.DecimalField(label, max_digits=14, decimal_places=0, default=0, validators=none_less)


class BudgetLine(models.Model):
    """Cumulative SEK as known on `on`; a new figure is a new row, so that any date can be read back."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="budget_lines")
    on = models.DateField(_("from"))
    source = models.CharField(_("source"), max_length=100, blank=True)
    plan_sek = sek(_("plan"))
    forecast_sek = sek(_("forecast"))
    actual_sek = sek(_("spent"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    hangs_on = Hangs(on=("project",))
    erasing = Erasing(text=("source",), page=("projects:project_detail", "project_id"))

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["source", "on", "pk"]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.UniqueConstraint("project", "source", "on", name="budgetline_once_a_day"),
            models.CheckConstraint(
                name="budgetline_not_negative",
                condition=models.Q(*((f"{name}__gte", 0) for name in AMOUNTS)),
                violation_error_message=_("An amount is 0 or more."),
            ),
        ]

    def clean(self) -> None:
        """What the sources of a project come to is held by its states, in as many digits as one amount."""
        others = BudgetLine.objects.filter(project=self.project_id).exclude(source=self.source).order_by()
        largest = {f"most_{name}": models.Max(name) for name in AMOUNTS}
        most: list[Any] = list(others.values("source").annotate(**largest))
        for name in AMOUNTS:
            if getattr(self, name) + sum(one[f"most_{name}"] for one in most) > LARGEST:
                raise ValidationError({name: _("Together the sources come to more than Fyr can hold.")})

    def __str__(self) -> str:
        return f"{self.on} {self.plan_sek}"
