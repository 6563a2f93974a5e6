"""A milestone: planned, forecast and done dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from journal.history import keep_history
from projects.models.project import Project


class Milestone(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200)
    planned_on = models.DateField(_("planned"))
    forecast_on = models.DateField(_("forecast"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = keep_history()

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
