"""A notice: the owner of a schedule is told by mail of a run that did not go as it should; once for each time."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import own
from reports.models.outgoing import UNFINISHED, OutgoingMail
from reports.models.run import Run


class About(models.TextChoices):
    FAILED = "failed", _("The report could not be made.")
    UNDELIVERED = "undelivered", _("The report did not reach everyone.")
    INCOMPLETE = "incomplete", _("The report went without one of its files.")
    LATE = "late", _("The report waited for the mail server.")
    UNSURE = "unsure", _("Nobody knows whether a mail of the report arrived.")
    MISSED = "missed", _("Reports were not sent while the system was down.")
    NOBODY = "nobody", _("The report had nobody left to go to.")
    HELD = "held", _("The report may have been sent before a backup was restored.")


class Notice(OutgoingMail):
    run = models.ForeignKey(Run, models.CASCADE, related_name="notices")
    about = models.CharField(max_length=12, choices=About)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    hangs_on = own("to", on=("run",))
    erasing = Erasing(nobody=("message_id", "claimed_by"), text=("reply",))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            # A run ends at a moment, and is late once.
            models.UniqueConstraint("run", "about", "planned_at", name="notice_once"),
            models.UniqueConstraint("run", name="notice_late_once", condition=models.Q(about="late")),
            models.UniqueConstraint("run", name="notice_unsure_once", condition=models.Q(about="unsure")),
            models.UniqueConstraint("run", name="notice_missed_once", condition=models.Q(about="missed")),
        ]
        indexes = [
            models.Index("next_try_at", name="notice_waiting", condition=models.Q(state__in=UNFINISHED)),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()} {self.run}"
