"""Kinds and states of a meeting, and the state that its time gives it."""

from datetime import datetime, time

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MeetingKind(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video")
    PHONE = "phone", _("Phone")
    WRITTEN = "written", _("Written")
    WORKSHOP = "workshop", _("Workshop")


ICONS = {
    MeetingKind.IN_PERSON: "users",
    MeetingKind.VIDEO: "video",
    MeetingKind.PHONE: "phone",
    MeetingKind.WRITTEN: "file-text",
    MeetingKind.WORKSHOP: "users",
}


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


# The hour under which a meeting is kept of which only the day is known; it is never shown.
UNKNOWN = time(12)


def has_begun(starts_at: datetime, at: datetime, *, is_time_known: bool) -> bool:
    """Of one whose time is not known: from its day on."""
    return starts_at <= at if is_time_known else timezone.localdate(starts_at) <= timezone.localdate(at)


def state_when(starts_at: datetime, at: datetime, *, is_time_known: bool = True) -> str:
    begun = has_begun(starts_at, at, is_time_known=is_time_known)
    return MeetingState.HELD if begun else MeetingState.PLANNED
