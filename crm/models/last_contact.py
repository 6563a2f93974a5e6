"""The last contact with a client, by its held meetings."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models.functions import TruncDate

from accounts.hanging import hidden
from accounts.rights import ANYBODY
from crm.models.client import Client


def keep_last_contact(held: models.QuerySet[Any], clients: Iterable[int]) -> None:
    """Set the clients' last contact from the meetings held; a copy for sorting, so it leaves no history.

    Whoever reads the client sees it, so a meeting counts only if whoever reads the client may read the meeting: one
    that is also about something kept does not.
    """
    if not (clients := list(clients)):
        return
    meetings: Any = held.model
    held = held.filter(clients=models.OuterRef("pk")).order_by("-starts_at")
    for kept in hidden(meetings, ANYBODY):
        rows = kept.rows
        if rows.model is meetings.clients.through:
            rows = rows.exclude(client=models.OuterRef(models.OuterRef("pk")))
        held = held.exclude(models.Exists(rows.filter(**{kept.key: models.OuterRef("pk")})))
    last = models.Subquery(held.annotate(day=TruncDate("starts_at", tzinfo=home())).values("day")[:1])
    Client.objects.filter(pk__in=clients).update(last_contact_on=last)


def home() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
