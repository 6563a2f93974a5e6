"""A task: something to do by a date, at a client or on its own."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, require
from accounts.erasing import Erasing
from accounts.hanging import Hangs, all_read
from accounts.noun import NounQuerySet
from crm.access import can_add_tasks, can_edit_task
from crm.ties import can_take_from, tie_to, tied
from journal.bulk import bulk_create
from journal.change import keep, put
from journal.facts import Names, Tells
from journal.happening import Happening
from journal.history import keep_history
from journal.record import record, record_all
from ui.versions import check, locked

if TYPE_CHECKING:
    from accounts.models import User


class TaskQuerySet(NounQuerySet["Task"]):
    def open(self) -> "TaskQuerySet":
        return self.filter(done_at=None)

    def done(self) -> "TaskQuerySet":
        return self.filter(done_at__isnull=False)

    def due(self, on: date) -> "TaskQuerySet":
        return self.open().filter(due_on=on)

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
    hangs_on = Hangs(on=("client", "meeting"))
    erasing = Erasing(text=("text",), tied="meeting__people", page=("crm:task_change", "pk"))
    tells = {
        "task.added": Tells({"owner": int}, icon="plus"),
        "task.changed": Tells({"fields": Names, "owner": int}, icon="pencil"),
        "task.done": Tells(icon="check"),
        "task.reopened": Tells(icon="history"),
    }

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

    @classmethod
    @transaction.atomic
    def add(cls, *, by: "User", at: datetime, text: str, about: Iterable[models.Model] = (), **fields: Any) -> "Task":
        """A new task; `fields` are due_on, owner, client, meeting; `about` is what rooms above tie (crm.ties)."""
        return cls.add_all([cls(text=text, created_by=by, **fields)], by=by, at=at, about=about)[0]

    @classmethod
    @transaction.atomic
    def add_all(
        cls, tasks: "list[Task]", *, by: "User", at: datetime, about: Iterable[models.Model] = ()
    ) -> "list[Task]":
        about = list(about)
        require(can_add_tasks(by, [*tasks, *about]))
        for task in tasks:
            task.owner = task.owner or by
            task.created_by = by
            task._check()
        made = bulk_create(tasks, by=by, reason="task.added", at=at)
        for task in made if about else []:
            tie_to(task, about)
        record_all(
            Happening("task.added", task, by, at, [*filter(None, [task.client]), *about], task._given(by))
            for task in made
        )
        return made

    @property
    def about(self) -> list[models.Model]:
        return [*([self.client] if self.client else []), *tied(self)]

    @transaction.atomic
    def finish(self, *, by: "User", at: datetime, version: int | None = None) -> "Task":
        task = self._locked(by, version)
        if task.done_at:
            raise ValidationError(_("The task is done already."))
        task.done_at, task.done_by = at, by
        keep(task, ["done_at", "done_by"], by=by, at=at)
        record("task.done", task, by=by, at=at, about=task.about)
        return task

    @transaction.atomic
    def reopen(self, *, by: "User", at: datetime, version: int | None = None) -> "Task":
        task = self._locked(by, version)
        if not task.done_at:
            raise ValidationError(_("The task is open already."))
        task.done_at = task.done_by = None
        keep(task, ["done_at", "done_by"], by=by, at=at)
        record("task.reopened", task, by=by, at=at, about=task.about)
        return task

    @transaction.atomic
    def change(self, *, by: "User", at: datetime, version: int | None = None,
               about: Iterable[models.Model] | None = None, **values: Any) -> "Task":  # fmt: skip
        """Set text, due_on, owner or what it is about.

        Raises ui.versions.Changed when somebody saved it since `version`.
        """
        task = self._locked(by, version)
        require(all_read(by, about := list(about)) if about is not None else YES)
        changed = [one["field"] for one in put(task, values)]
        is_elsewhere = about is not None and set(about) != set(tied(task))
        if not changed and not is_elsewhere:
            return task
        task._check()
        keep(task, changed, by=by, at=at)
        if is_elsewhere and about is not None:
            require(can_take_from(by, set(tied(task)) - set(about)))
            tie_to(task, about)
        owner = {"owner": task.owner_id} if "owner" in changed else {}
        record("task.changed", task, by=by, at=at, about=task.about, fields=changed, **owner)
        return task

    def _given(self, by: "User") -> dict[str, Any]:
        """To whom, when it is to another than whoever gives it."""
        return {"owner": self.owner_id} if self.owner_id != by.pk else {}

    def _check(self) -> None:
        self.full_clean(exclude=["client", "meeting", "owner", "done_by", "created_by"], validate_unique=False)

    def _locked(self, by: "User", version: int | None = None) -> "Task":
        task = locked(Task.objects.all(), self.pk)
        require(can_edit_task(by, task))
        check(task, version)
        return task
