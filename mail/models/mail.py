"""The ledger: a row for every mail the product sends; never twice, never silently lost, at worst a visible unknown."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import SHOWN_TO_NOBODY
from mail.smtp import Reason


class MailState(models.TextChoices):
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
OPEN = [MailState.PLANNED, MailState.DEFERRED, MailState.CLAIMED]
UNFINISHED = [*OPEN, MailState.SENDING]
STUCK = [MailState.UNKNOWN, MailState.FAILED, MailState.BOUNCED]


class Mail(models.Model):
    """One mail of a kind, about a record, to a mailbox; `sequence` tells apart what is said of it more than once.

    What a mail says is not kept: its kind writes it when it is sent (mail/kinds.py). A noun that is a mail and more, as
    the delivery of a report, is a model of this one (decision 0054).
    """

    kind = models.CharField(max_length=30)
    # The key of the record it is about, of a noun that its kind knows.
    subject = models.BigIntegerField()
    # None of an address outside, which the kind knows.
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # Where it goes, so written that one mailbox has one spelling; set when planned, and again when it is sent.
    mailbox = models.CharField(max_length=254, blank=True)
    sequence = models.BigIntegerField(default=0)
    # Who asked for it; None when nobody did.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=MailState, default=MailState.PLANNED)
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
    # What a person has decided of one that was stuck.
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    resolution = models.CharField(max_length=200, blank=True)
    hangs_on = SHOWN_TO_NOBODY
    erasing = Erasing(nobody=("kind", "message_id", "claimed_by"), text=("reply", "resolution"), parts=("mailbox",))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(
                "kind", "subject", "mailbox", "sequence", name="mail_once_a_mailbox", condition=~models.Q(mailbox="")
            ),
        ]
        indexes = [
            models.Index("next_try_at", name="mail_waiting", condition=models.Q(state__in=UNFINISHED)),
            models.Index("kind", "subject", name="mail_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} to {self.to or self.mailbox}"
