"""What the clock said at the last tick that was believed, so that a clock which leaps is seen to."""

from django.db import models

from accounts.hanging import SHOWN_TO_NOBODY


class Clock(models.Model):
    """At most one row."""

    ticked_at = models.DateTimeField()
    # When a leap was first seen; it is believed when the clock has gone on from there for a while.
    leapt_at = models.DateTimeField(null=True)
    hangs_on = SHOWN_TO_NOBODY

    class Meta:
        constraints = [models.CheckConstraint(name="clock_is_one", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"ticked at {self.ticked_at}"
