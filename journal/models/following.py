"""What is still to follow an entry after its commit: the outbox, a row for each entry and reaction until it has."""

from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.access import can_administer, require, sees_everything
from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.models import User
from accounts.noun import NounQuerySet
from journal.models.entry import Entry
from ui.versions import locked
from ui.waking import wake


class FollowingState(models.TextChoices):
    WAITING = "waiting", _("waits")
    FAILED = "failed", _("failed")
    LET_BE = "let_be", _("let be")


class FollowingQuerySet(NounQuerySet["Following"]):
    def next(self, at: datetime) -> Self:
        """Those to carry out at `at`: of each record the first alone, so that what follows keeps its order."""
        due = Q(next_try_at=None) | Q(next_try_at__lte=at)
        return self.filter(due, ~Exists(self._earlier()), state=FollowingState.WAITING).order_by("pk")

    def of_record(self, entry: Entry) -> Self:
        return self.filter(entry__subject_type=entry.subject_type_id, entry__subject_id=entry.subject_id)

    @staticmethod
    def _earlier() -> "FollowingQuerySet":
        same = {name: OuterRef(name) for name in ("reaction", "entry__subject_type", "entry__subject_id")}
        return Following.objects.filter(state=FollowingState.WAITING, entry__lt=OuterRef("entry"), **same)


class Following(models.Model):
    """`subject_version` is the version that the subject had when it happened, where the noun has versions."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    reaction = models.CharField(max_length=40)
    subject_version = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=FollowingState, default=FollowingState.WAITING)
    # None: at once.
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=60, blank=True)
    claimed_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    # The kind of error alone: its words may hold a row's.
    trouble = models.CharField(max_length=100, blank=True)

    hangs_on = Hangs(aside=("entry",), only=lambda by: Q() if sees_everything(by) else Q(pk__in=[]))
    erasing = Erasing(nobody=("reaction", "claimed_by", "trouble"))
    objects = FollowingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("consequence")
        verbose_name_plural = _("consequences")
        constraints = [models.UniqueConstraint("entry", "reaction", name="following_once")]

    def __str__(self) -> str:
        return f"{self.reaction} {self.entry_id}"

    @transaction.atomic
    def try_again(self, *, by: User, at: datetime) -> "Following":
        """With all its tries; also what was let be."""
        row = self._locked(by, {FollowingState.FAILED, FollowingState.LET_BE})
        row.state, row.attempts, row.next_try_at = FollowingState.WAITING, 0, at
        row.save(update_fields=["state", "attempts", "next_try_at"])
        wake(row)
        return row

    @transaction.atomic
    def let_be(self, *, by: User) -> "Following":
        row = self._locked(by, {FollowingState.FAILED})
        row.state = FollowingState.LET_BE
        row.save(update_fields=["state"])
        return row

    def _locked(self, by: User, states: set[FollowingState]) -> "Following":
        require(can_administer(by))
        row = locked(Following.objects.all(), self.pk)
        if row.state not in states:
            raise ValidationError(_("Somebody has seen to it already."), code="gone_on")
        return row
