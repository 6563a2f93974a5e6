"""A forgotten password: the address as it was typed by whoever asks for a new one, until a worker has seen to it."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import SHOWN_TO_NOBODY
from ui.mailboxes import MailboxField

# A mail that comes later than this is of no use: she has asked again by then, or an administrator.
KEPT = timedelta(hours=1)
# So many are tried in a minute: anybody can ask, and reports are mailed by the same workers.
AT_ONCE = 5


class ForgottenPasswordQuerySet(models.QuerySet["ForgottenPassword"]):
    def waiting(self, at: datetime) -> Self:
        return self.filter(asked_at__gt=at - KEPT, asked_at__lte=at)

    def next(self, at: datetime) -> Self:
        """Those that a tick has seen to; who asked last looks in her mailbox now."""
        return self.waiting(at).order_by("-asked_at", "-pk")[:AT_ONCE]

    def of(self, email: str) -> Self:
        return self.filter(email=email)

    def forget_old(self, at: datetime) -> None:
        """Also what a restored backup brought, and a clock that ran ahead."""
        self.exclude(pk__in=self.waiting(at)).delete()


class ForgottenPassword(models.Model):
    email = MailboxField(_("e-mail"), max_length=320)
    asked_at = models.DateTimeField()

    hangs_on = SHOWN_TO_NOBODY
    erasing = Erasing(text=("email",))
    objects = ForgottenPasswordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("forgotten password")
        verbose_name_plural = _("forgotten passwords")

    def __str__(self) -> str:
        return str(self.pk)
