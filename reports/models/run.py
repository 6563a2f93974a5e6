"""A run: one period's report of a schedule; its data are frozen before anything is rendered."""

import re
from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import SHOWN_TO_NOBODY, Hangs
from accounts.noun import NounQuerySet
from journal.facts import Tells
from mail.models import OPEN, STUCK, MailState

# As `reports.calendar.period` makes it.
PERIOD = re.compile(r"\d{4}-(?:\d\d|W\d\d|Q\d)(?:/by-hand-\d+)?")


class RunState(models.TextChoices):
    DUE = "due", _("Waiting its turn")
    FROZEN = "frozen", _("Data frozen")
    HELD = "held", _("Waiting for a decision")
    DELIVERING = "delivering", _("Being delivered")
    DONE = "done", _("Done")
    UNDELIVERED = "undelivered", _("Not delivered to all")
    SKIPPED = "skipped", _("Skipped")
    FAILED = "failed", _("Failed")


class Skipped(models.TextChoices):
    """Why a period's report was not sent by itself; it can be sent afterwards by hand."""

    DOWNTIME = "downtime", _("the system was down")
    PAUSED = "paused", _("the schedule was paused")
    MOVED = "moved", _("the schedule was changed")
    CLOCK = "clock", _("the clock was wrong")
    UNCHANGED = "unchanged", _("nothing had changed")
    LEFT = "left", _("somebody let it be")
    NOBODY = "nobody", _("nobody was left to send it to")
    RESTORED = "restored", _("it may have been sent before a backup was restored")


# Not sent, and nobody has chosen that: its owner is told.
UNCHOSEN = [Skipped.DOWNTIME, Skipped.NOBODY]


class Trouble(models.TextChoices):
    """What went wrong with a run, in words for its owner; `error` holds the machine's."""

    STOPPED = "stopped", _("The worker stopped each time.")
    SLOW = "slow", _("The PDF took too long to make.")
    LARGE = "large", _("The PDF took too much memory to make.")
    WRONG = "wrong", _("The PDF could not be made.")
    WORKBOOK = "workbook", _("The workbook could not be made.")
    ERROR = "error", _("The report could not be made.")


class RunQuerySet(NounQuerySet["Run"]):
    def counted(self) -> "RunQuerySet":
        """With its `mails`, and how many of them were `accepted`, are `stuck` or are `waiting`."""
        return self.annotate(
            mails=Count("deliveries"),
            accepted=Count("deliveries", filter=Q(deliveries__state=MailState.ACCEPTED)),
            stuck=Count("deliveries", filter=Q(deliveries__state__in=STUCK)),
            waiting=Count("deliveries", filter=Q(deliveries__state__in=OPEN)),
        )

    def told(self) -> "RunQuerySet":
        """Those that told their readers something, or that there was nothing to tell."""
        sent = Q(state__in=[RunState.DELIVERING, RunState.DONE, RunState.UNDELIVERED])
        return self.filter(sent | Q(state=RunState.SKIPPED, skipped_reason=Skipped.UNCHANGED), frozen_at__isnull=False)


class Run(models.Model):
    """What a schedule promised for a day of its own clock: one report, so that ten ticks make one row. `period` is its
    name ("2026-11", "2026-W46", "2026-Q4"; by hand "2026-11/by-hand-3", of no promise). `data` is the whole frozen
    report before anyone's limits; each reader's copy is cut from it."""

    schedule = models.ForeignKey("reports.Schedule", models.CASCADE, related_name="runs")
    period = models.CharField(max_length=40)
    promised_on = models.DateField(null=True)
    due_at = models.DateTimeField()
    as_of = models.DateField()
    compare_to = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=RunState, default=RunState.DUE)
    skipped_reason = models.CharField(max_length=200, choices=Skipped, blank=True)
    data = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    data_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # The lease: who works on it, until when by the database's clock, and which claim this is (fencing).
    claimed_by = models.CharField(max_length=60, blank=True)
    claimed_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=12, choices=Trouble, blank=True)
    error = models.TextField(blank=True)
    hangs_on = Hangs(on=("schedule",))
    erasing = Erasing(nobody=("period", "data_sha256", "claimed_by"), text=("error",), parts=("data",))
    tells = {
        "report.requested": Tells(icon="plus"),
        "report.let_be": Tells(icon="check"),
        "report.tried_again": Tells(icon="history"),
        "report.failed": Tells({"period": PERIOD}, icon="triangle-alert"),
        "report.sent": Tells({"period": PERIOD, "mails": int}, icon="check"),
        "report.not_delivered": Tells({"period": PERIOD, "mails": int}, icon="triangle-alert"),
        "delivery.sent_again": Tells({"deliveries": list}, icon="history"),
        "delivery.let_be": Tells({"deliveries": list}, icon="check"),
    }

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-pk"]
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        constraints = [
            models.UniqueConstraint("schedule", "promised_on", name="run_once_a_promise"),
            models.UniqueConstraint(
                "schedule", "period", name="run_once_by_hand", condition=models.Q(promised_on=None)
            ),
        ]
        indexes = [
            models.Index("state", "due_at", name="run_unfinished", condition=~models.Q(state__in=["done", "skipped"]))
        ]

    def __str__(self) -> str:
        return f"{self.schedule}, {self.period}"

    def compared_with_at(self) -> datetime | None:
        """When the report that this one is compared with was frozen; None when there was none."""
        if self.compare_to is None:
            return None
        before = self.schedule.runs.told().filter(as_of=self.compare_to).exclude(pk=self.pk)
        return before.order_by("-frozen_at").values_list("frozen_at", flat=True).first()


class Rendering(models.Model):
    """One file of a run for readers with the same sight, so that a retry sends equal bytes; empty, with the `trouble`
    that it met, when it could not be made and the report went without it."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="renderings")
    # sha256 of the sorted ids the reader may see; readers who see the same share the file.
    sight = models.CharField(max_length=64)
    language = models.CharField(max_length=5)
    format = models.CharField(max_length=5)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    trouble = models.CharField(max_length=12, choices=Trouble, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    hangs_on = SHOWN_TO_NOBODY
    erasing = Erasing(nobody=("sight", "language", "format", "sha256", "trouble"), parts=("content",))

    class Meta:
        constraints = [models.UniqueConstraint("run", "sight", "language", "format", name="rendering_once")]

    def __str__(self) -> str:
        return f"{self.run} {self.format}"
