"""A delivery: one run to one recipient; never twice, never silently lost, at worst a visible unknown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.composed import composed_once_for_all
from accounts.erasing import Erasing
from accounts.hanging import Hangs, readable
from accounts.rights import Rights
from reports.models.outgoing import OutgoingMail
from reports.models.run import Run
from reports.models.schedule import Recipient


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    @composed_once_for_all
    def visible_to(self, by: Rights) -> "DeliveryQuerySet":
        """Of the runs one may see, to those recipients whom one may see."""
        return readable(self, by)


class Delivery(OutgoingMail):
    run = models.ForeignKey(Run, models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="deliveries")
    # Where it goes, so written that one mailbox has one spelling; set when planned, and again when it is sent.
    mailbox = models.CharField(max_length=254, blank=True)
    # Which projects the reader saw, and how many were left out.
    sight = models.CharField(max_length=64, blank=True)
    left_out = models.PositiveIntegerField(default=0)
    resolved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    resolution = models.CharField(max_length=200, blank=True)
    hangs_on = Hangs(on=("run", "recipient"))
    erasing = Erasing(nobody=("message_id", "claimed_by", "sight"), text=("reply", "resolution"), parts=("mailbox",))

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint("run", "recipient", name="delivery_once_a_recipient"),
            models.UniqueConstraint("run", "mailbox", name="delivery_once_a_mailbox", condition=~models.Q(mailbox="")),
        ]
        indexes = [
            models.Index(
                "next_try_at",
                name="delivery_waiting",
                condition=models.Q(state__in=["planned", "claimed", "sending", "deferred"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.run}"
