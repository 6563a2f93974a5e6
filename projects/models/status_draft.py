"""A draft of a status report: what its writer has typed so far, word for word, so that a crash loses nothing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import own
from accounts.noun import NounQuerySet
from projects.models.status_report import DIMENSIONS
from ui.models.draft import Draft


class StatusDraftQuerySet(NounQuerySet["StatusDraft"]):
    """A draft is its writer's alone."""


class StatusDraft(Draft):
    """One for each report a user is writing: the project's next, or the correction of one."""

    written = ("summary", *(f"{said}_{name}" for said in ("comment", "recovery") for name in DIMENSIONS), "decision_1")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="status_drafts")
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="status_drafts")
    corrects = models.ForeignKey("projects.StatusReport", models.CASCADE, null=True, related_name="+")
    hangs_on = own("user", on=("project",), aside=("corrects",))
    erasing = Erasing(nobody=("tab",), text=("typed",))

    objects = StatusDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = _("draft of a status report")
        verbose_name_plural = _("drafts of status reports")
        constraints = [
            models.UniqueConstraint("user", "project", "corrects", name="statusdraft_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.project}, {self.user}"
