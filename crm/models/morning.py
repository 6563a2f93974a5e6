"""Until which morning a user's follow-ups have been seen to."""

from django.conf import settings
from django.db import models

from accounts.hanging import SHOWN_TO_NOBODY


class SeenTo(models.Model):
    """One row for a user, so that a morning is promised once, whether or not there was anything to remind her of."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seen_to", primary_key=True)
    until = models.DateField()
    hangs_on = SHOWN_TO_NOBODY

    def __str__(self) -> str:
        return f"{self.user} until {self.until}"
