"""The mail server is away or will not have us: nothing is sent until it is tried again."""

from django.db import models

from accounts.erasing import Erasing
from accounts.hanging import SHOWN_TO_NOBODY
from mail.smtp import Reason


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
