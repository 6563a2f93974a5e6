"""What a project was called, and from when."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import Hangs
from projects.models.of_project import OfProjectQuerySet


class TitleChangeQuerySet(OfProjectQuerySet):
    def on(self, day: date) -> dict[int, str]:
        """What renamed projects were called that day, by key; before they had any title their first one."""
        found: dict[int, str] = {}
        rows = self.order_by("project_id", "set_on", "pk").values_list("project_id", "title", "set_on")
        for project, title, set_on in rows:
            if set_on <= day or project not in found:
                found[project] = title
        return found


class TitleChange(models.Model):
    """From the day `set_on`, the project was called `title`; only projects that were renamed have rows."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="title_changes")
    title = models.CharField(_("title"), max_length=200)
    set_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    hangs_on = Hangs(on=("project",))
    erasing = Erasing(text=("title",), page=("projects:project_detail", "project_id"))
    objects = TitleChangeQuerySet.as_manager()

    class Meta:
        ordering = ["set_on", "pk"]
        constraints = [models.UniqueConstraint("project", "set_on", name="titlechange_once_a_day")]

    def __str__(self) -> str:
        return f"{self.title} {self.set_on}"
