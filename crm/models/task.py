"""A task: something to do by a date, at a client or on its own."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.access import clients_hidden_from
from journal.history import keep_history


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: Any) -> "TaskQuerySet":
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.exclude(models.Exists(clients_hidden_from(user).filter(pk=models.OuterRef("client"))))

    def open(self) -> "TaskQuerySet":
        return self.filter(done_at=None)

    def overdue(self, on: date) -> "TaskQuerySet":
        return self.open().filter(due_on__lt=on)


class Task(models.Model):
    text = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("due"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("owner")
    )
    client = models.ForeignKey(
        "crm.Client", models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("client")
    )
    meeting = models.ForeignKey("crm.Meeting", models.SET_NULL, null=True, blank=True, related_name="tasks")
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = keep_history()
    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index("owner", "due_on", name="task_open_by_owner", condition=models.Q(done_at=None)),
            models.Index("client", "due_on", name="task_open_by_client", condition=models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return self.text
