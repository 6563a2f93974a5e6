"""A sending: one entry told to one webhook, at least once, of each record in order."""

from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.models import User
from accounts.noun import NounQuerySet
from hooks.access import can_send_again
from hooks.models.webhook import Webhook
from journal.models import Entry
from ui.versions import locked
from ui.waking import wake


class SendingState(models.TextChoices):
    WAITING = "waiting", _("waits")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class Trouble(models.TextChoices):
    ADDRESS = "address", _("The address is not one that may be sent to.")
    UNKNOWN = "unknown", _("The address is not known.")
    AWAY = "away", _("Nobody answered.")
    CERTIFICATE = "certificate", _("Its certificate is not valid for the address.")
    REFUSED = "refused", _("It was answered otherwise than by 2xx.")


class SendingQuerySet(NounQuerySet["Sending"]):
    def next(self, at: datetime) -> Self:
        """Those to send at `at`: of each record the first alone, oldest first."""
        same = {name: OuterRef(name) for name in ("webhook", "entry__subject_type", "entry__subject_id")}
        earlier = Sending.objects.filter(state=SendingState.WAITING, entry__lt=OuterRef("entry"), **same).order_by()
        due = Q(next_try_at=None) | Q(next_try_at__lte=at)
        return self.filter(due, ~Exists(earlier), state=SendingState.WAITING).order_by("entry")


class Sending(models.Model):
    """`subject_version` is the version that the record had when it happened; `status` what the last answer was."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="sendings")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    subject_version = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=SendingState, default=SendingState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=12, choices=Trouble, blank=True)

    hangs_on = Hangs(on=("webhook",), aside=("entry",))
    erasing = Erasing()
    objects = SendingQuerySet.as_manager()

    class Meta:
        ordering = ["-entry"]
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        constraints = [models.UniqueConstraint("webhook", "entry", name="sending_once")]
        indexes = [models.Index("webhook", "entry", name="sending_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.webhook_id}: {self.entry_id}"

    @property
    def ident(self) -> str:
        """By which its receiver knows it: with something of the webhook's chance in it, since a restored database gives
        the same numbers out again."""
        return f"fyr_{self.webhook.mark}_{self.pk}"

    @transaction.atomic
    def send_again(self, *, by: User, at: datetime) -> "Sending":
        """Also what has been sent: her program may have lost it. With all its tries, and at once."""
        require(can_send_again(by, self.webhook))
        row = locked(Sending.objects.select_related("webhook"), self.pk)
        if not row.webhook.is_alive:
            raise ValidationError(_("The webhook has ended."), code="gone_on")
        if row.state == SendingState.WAITING:
            raise ValidationError(_("It waits to be sent already."), code="gone_on")
        row.state, row.attempts, row.next_try_at = SendingState.WAITING, 0, at
        row.save(update_fields=["state", "attempts", "next_try_at"])
        Webhook.objects.filter(pk=row.webhook_id).update(next_try_at=None)
        wake(row.webhook)
        return row
