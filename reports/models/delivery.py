"""A delivery: the mail that takes one run to one recipient."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.noun import NounQuerySet
from mail.models import Mail
from reports.models.run import Run
from reports.models.schedule import Recipient


class DeliveryQuerySet(NounQuerySet["Delivery"]):
    """Of the runs one may see, to those recipients whom one may see."""


class Delivery(Mail):
    """A row of the ledger whose subject is the run. Its state is changed there alone: through this model Django asks
    first and writes then, so that two could claim it."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="deliveries")
    # Which projects the reader saw, and how many were left out.
    sight = models.CharField(max_length=64, blank=True)
    left_out = models.PositiveIntegerField(default=0)
    hangs_on = Hangs(on=("run", "recipient"), leaves=("mail_ptr",), aside=("mail_ptr",))
    erasing = Erasing(nobody=(*Mail.erasing.nobody, "sight"), text=Mail.erasing.text, parts=Mail.erasing.parts)

    objects: ClassVar = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint("run", "recipient", name="delivery_once_a_recipient")]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.run}"
