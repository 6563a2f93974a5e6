"""Whether the clock can be believed: a tick with a wrong one must not give up what is promised."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from reports.models import Clock

# How far this machine's clock and the database's may be apart.
APART = timedelta(minutes=5)
# From one tick to the next: a longer step is downtime or a wrong clock, and only time tells which.
LEAP = timedelta(days=7)
PATIENCE = timedelta(minutes=10)
# A step within the patience that is no tick after the one before it begins the wait anew.
STEP = timedelta(minutes=30)
# A tick comes each minute.
SILENCE = timedelta(minutes=5)


@transaction.atomic
def is_believed(at: datetime) -> bool:
    """Called by each tick. No while the database's clock says otherwise, or for ten minutes after a leap."""
    Clock.objects.get_or_create(pk=1, defaults={"ticked_at": at})
    clock = Clock.objects.select_for_update().annotate(moment=Now()).get(pk=1)
    if abs(clock.moment - at) > APART or not _has_gone_on(clock, at):
        clock.save(update_fields=["leapt_at"])
        return False
    clock.ticked_at, clock.leapt_at = at, None
    clock.save()
    return True


def _has_gone_on(clock: Clock, at: datetime) -> bool:
    """Whether it goes on from the tick before, or has gone on long enough from where it leapt to."""
    if abs(at - clock.ticked_at) <= LEAP:
        return True
    if clock.leapt_at is None or not timedelta(0) <= at - clock.leapt_at <= STEP:
        clock.leapt_at = at
    return at - clock.leapt_at >= PATIENCE


def is_silent(at: datetime) -> bool:
    """Whether there have been ticks, and the last that was believed is long ago: nothing is planned."""
    return Clock.objects.filter(ticked_at__lt=at - SILENCE).exists()


def leap() -> Clock | None:
    """The clock while it waits to be believed."""
    return Clock.objects.filter(leapt_at__isnull=False).first()
