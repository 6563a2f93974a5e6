"""Webhooks end with the account of whoever has made them, and with a restore, which cannot know which were ended."""

from datetime import datetime

from django.utils.translation import ngettext

from accounts.leaving import Part
from accounts.models import User
from hooks.models import Webhook


def _lost(user: User, at: datetime) -> str:
    if not (count := Webhook.objects.of(user).alive().count()):
        return ""
    said = ngettext(
        "%d webhook of hers ends for good, and nothing is sent to its address any more.",
        "%d webhooks of hers end for good, and nothing is sent to their addresses any more.",
        count,
    )
    return said % count


def _end(user: User, at: datetime) -> None:
    Webhook.objects.of(user).end_all(at)


def _end_everybodys(at: datetime) -> str:
    alive = Webhook.objects.alive()
    count = alive.count()
    alive.end_all(at)
    return f"{count} webhooks have ended; their owners make new ones." if count else ""


PART = Part(_lost, _end, _end_everybodys)
