"""An import: one file on its way in, its rows, what each row will do and did, and what is left to decide."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import sees_everything
from accounts.erasing import Erasing
from accounts.hanging import SHOWN_TO_NOBODY, Hangs
from accounts.noun import NounQuerySet
from accounts.rights import Rights
from imports.saying import SaidField
from imports.sheets import LONGEST_SHEET


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class RowOutcome(models.TextChoices):
    CREATE = "create", _("Create")
    UPDATE = "update", _("Update")
    UNCHANGED = "unchanged", _("Unchanged")
    DUPLICATE = "duplicate", _("Duplicate")
    DECISION = "decision", _("Needs a decision")
    ERROR = "error", _("Error")


def of_runs(by: Rights) -> Q:
    """Whoever brought the file, and those who see everything."""
    if sees_everything(by):
        return Q()
    return Q(by=by.who) if by.who else Q(pk__in=[])


class ImportRunQuerySet(NounQuerySet["ImportRun"]):
    """An import holds raw rows of every confidentiality: its maker reads it, and those who see everything."""


class ImportRun(models.Model):
    kind = models.CharField(_("what"), max_length=30)
    file_name = models.CharField(_("file"), max_length=255)
    # In the database, since the worker may be on another host.
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    # See imports.mapping.
    mapping = models.JSONField(default=dict)
    # What a person chose about the file as a whole (see imports.choices), and what was seen in it beside its rows.
    choices = models.JSONField(default=dict)
    reading = SaidField(default=dict)
    counts = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    failure = SaidField(default=str, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    hangs_on = Hangs(only=of_runs)
    erasing = Erasing(
        nobody=("kind", "counts"), text=("file_name", "mapping", "choices", "reading", "failure"), parts=("content",)
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """`cells` is heading → text as read; `fixes` column → text or a choice as decided by a person;
    `told` is what was said of its cells when they were read, `problems` what is said now, both [{column, code,
    message}]; `changes` what it sets of a record that is here, [{column, before, after}]; `target_id` the record it
    speaks of. What is said of that is shown through `imports.readable`, and all that is said in the language of whoever
    reads it (0060)."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=LONGEST_SHEET, blank=True)
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    fixes = models.JSONField(default=dict)
    told = SaidField(default=list)
    outcome = models.CharField(max_length=10, choices=RowOutcome, blank=True)
    problems = SaidField(default=list)
    changes = SaidField(default=list)
    target_id = models.BigIntegerField(null=True)
    # When what the row said was taken in; such a row is never planned again.
    taken_at = models.DateTimeField(null=True)
    hangs_on = Hangs(on=("run",))
    erasing = Erasing(text=("sheet", "cells", "fixes", "told", "problems", "changes"))

    class Meta:
        ordering = ["run", "sheet", "number"]
        constraints = [models.UniqueConstraint("run", "sheet", "number", name="importrow_once")]
        indexes = [models.Index("run", "outcome", name="importrow_outcome")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"


class ImportMapping(models.Model):
    """Remembers how a set of headings (their digest) was matched, so that the next file of its kind asks nothing."""

    kind = models.CharField(max_length=30)
    headings = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    hangs_on = SHOWN_TO_NOBODY
    erasing = Erasing(nobody=("kind", "headings"), text=("mapping",))

    class Meta:
        constraints = [models.UniqueConstraint("kind", "headings", name="importmapping_once")]

    def __str__(self) -> str:
        return self.kind
