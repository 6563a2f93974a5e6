"""A delivery: one run to one recipient; never twice, never silently lost, at worst a visible unknown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.composed import composed_once_for_all
from accounts.rights import Rights
from reports.models.pause import Reason
from reports.models.run import Run
from reports.models.schedule import Recipient


class DeliveryState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CLAIMED = "claimed", _("Claimed")
    SENDING = "sending", _("Being sent")
    ACCEPTED = "accepted", _("Accepted")
    DEFERRED = "deferred", _("Waiting")
    BOUNCED = "bounced", _("Refused by the receiver")
    FAILED = "failed", _("Failed")
    UNKNOWN = "unknown", _("Unknown")
    CANCELLED = "cancelled", _("Cancelled")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    @composed_once_for_all
    def visible_to(self, by: Rights) -> "DeliveryQuerySet":
        """Of the runs one may see, to those recipients whom one may see."""
        return self.filter(run__in=Run.objects.visible_to(by), recipient__in=Recipient.objects.visible_to(by))


class Delivery(models.Model):
    run = models.ForeignKey(Run, models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.PLANNED)
    # Fixed when planned and reused by every try.
    message_id = models.CharField(max_length=200, unique=True)
    planned_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=60, blank=True)
    claimed_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # What was sent: which projects the reader saw, sizes, why it is as it is, and the server's last words.
    sight = models.CharField(max_length=64, blank=True)
    left_out = models.PositiveIntegerField(default=0)
    bytes_sent = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    reply = models.CharField(max_length=500, blank=True)
    resolved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    resolution = models.CharField(max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint("run", "recipient", name="delivery_once_a_recipient")]
        indexes = [
            models.Index(
                "next_try_at",
                name="delivery_waiting",
                condition=models.Q(state__in=["planned", "claimed", "sending", "deferred"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.run}"
