"""An address that has refused our mail for good: nothing more is sent there until somebody says to try again."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import can_administer, require, sees_everything
from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.models import User
from accounts.noun import NounQuerySet
from ui.versions import locked


class SuppressionQuerySet(NounQuerySet["Suppression"]):
    def standing(self) -> "SuppressionQuerySet":
        return self.filter(lifted_at=None)


class Suppression(models.Model):
    """It remembers itself who lifted it and when, so that it is told who went on mailing to an address that refuses."""

    # In its one spelling, as in the ledger.
    mailbox = models.CharField(max_length=254)
    since = models.DateTimeField()
    # What the server said of the address, as it came.
    reply = models.CharField(max_length=500, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    hangs_on = Hangs(only=lambda by: Q() if sees_everything(by) else Q(pk__in=[]))
    erasing = Erasing(text=("reply",), parts=("mailbox",))

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("refused address")
        verbose_name_plural = _("refused addresses")
        constraints = [
            models.UniqueConstraint("mailbox", name="suppression_standing_once", condition=Q(lifted_at=None))
        ]

    def __str__(self) -> str:
        return self.mailbox

    @transaction.atomic
    def lift(self, *, by: User, at: datetime) -> "Suppression":
        """The next mail there is tried."""
        require(can_administer(by))
        row = locked(Suppression.objects.all(), self.pk)
        if row.lifted_at:
            raise ValidationError(_("Somebody has seen to it already."), code="gone_on")
        row.lifted_at, row.lifted_by = at, by
        row.save(update_fields=["lifted_at", "lifted_by"])
        return row
