"""A budget line: from a day on, the plan, forecast and amount spent so far of one source of money."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.of_project import OfProjectQuerySet


class BudgetLine(models.Model):
    """Cumulative SEK as known on `on`; a new figure is a new row, so that any date can be read back."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="budget_lines")
    on = models.DateField(_("from"))
    source = models.CharField(_("source"), max_length=100, blank=True)
    plan_sek = models.DecimalField(_("plan"), max_digits=14, decimal_places=0, default=0)
    forecast_sek = models.DecimalField(_("forecast"), max_digits=14, decimal_places=0, default=0)
    actual_sek = models.DecimalField(_("spent"), max_digits=14, decimal_places=0, default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["source", "on", "pk"]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [models.UniqueConstraint("project", "source", "on", name="budgetline_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.plan_sek}"
