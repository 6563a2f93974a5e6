"""The mail server is away or will not have us: nothing is sent until it is tried again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.erasing import Erasing
from accounts.hanging import SHOWN_TO_NOBODY


class Reason(models.TextChoices):
    """Why a mail waits or what became of it, beside the server's own words."""

    NO_ANSWER = "no_answer", _("The mail server does not answer.")
    LOGIN = "login", _("The mail server refuses our user name or password.")
    SENDER = "sender", _("The mail server does not let us send.")
    WENT_AWAY = "went_away", _("The mail server went away before the mail was sent.")
    LINE_BROKE = "line_broke", _("The line broke while the mail was handed over.")
    UNREADABLE = "unreadable", _("The mail server’s answer cannot be read.")
    STOPPED = "stopped", _("The worker stopped while the mail was handed over.")
    ERROR = "error", _("The mail could not be made.")
    ADDRESS = "address", _("The address has letters that mail servers do not take.")
    SAME = "same", _("Another mail of this report goes to the same mailbox.")
    LEFT = "left", _("No longer a recipient when it was to be sent.")
    RESTORED = "restored", _("It may have been sent before a backup was restored.")


class MailPause(models.Model):
    """At most one row, which is there while the server fails all mail alike."""

    since = models.DateTimeField()
    # None yet: one mail was taken without an answer, and the next one tells whether the server does so with all.
    failures = models.PositiveIntegerField(default=1)
    next_try_at = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=Reason)
    # The server's last words, as they came.
    reply = models.CharField(max_length=500, blank=True)
    hangs_on = SHOWN_TO_NOBODY
    erasing = Erasing(text=("reply",))

    class Meta:
        constraints = [models.CheckConstraint(name="mail_pause_is_one", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.reason} since {self.since}"
