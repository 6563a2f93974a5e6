"""A mail on its way, whatever it says: its state, its lease, its tries and what the server answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ui.smtp import Reason


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


# Those that wait for a try; those that have not ended; those that ended otherwise than they should and want a person.
OPEN = [DeliveryState.PLANNED, DeliveryState.DEFERRED, DeliveryState.CLAIMED]
UNFINISHED = [*OPEN, DeliveryState.SENDING]
STUCK = [DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.BOUNCED]


class OutgoingMail(models.Model):
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
    # What was sent, why it is as it is, and the server's last words.
    bytes_sent = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    reply = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
