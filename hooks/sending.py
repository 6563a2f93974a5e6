"""Send what waits for a webhook: by one worker at a time, of each record in order, again when it was not taken."""

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from hooks import posting
from hooks.models import Sending, SendingState, Webhook
from hooks.models.webhook import FAILING_AFTER, WebhookQuerySet
from hooks.posting import Answer
from journal import leases, trying
from journal.models import Following
from journal.timeline import told_to
from ui.waking import wake

# Seconds that one turn of a worker takes at most: less than the lease, and than a signature is fresh.
TURN = 30
# So long a sending is listed.
KEPT = timedelta(days=30)
log = logging.getLogger(__name__)


def plan(row: Following, at: datetime) -> None:
    """One sending for each webhook that listens and whose owner may be told of it now."""
    hearing = Webhook.objects.alive().hearing(row.entry.verb).select_related("owner")
    for webhook in hearing:
        if told_to(webhook.owner, [row.entry]):
            made = Sending(webhook=webhook, entry=row.entry, subject_version=row.subject_version)
            Sending.objects.bulk_create([made], ignore_conflicts=True)
            wake(webhook)


def waiting(at: datetime) -> WebhookQuerySet:
    """The webhooks that have something to send at `at`, and that nobody holds."""
    return _to_send(at).filter(leases.free())


def _to_send(at: datetime) -> WebhookQuerySet:
    due = Q(next_try_at=None) | Q(next_try_at__lte=at)
    rows = Sending.objects.filter(webhook=OuterRef("pk")).next(at).order_by()
    return Webhook.objects.alive().filter(due, Exists(rows))


def send(pk: int, at: datetime) -> None:
    webhook: Webhook | None = leases.claim(_to_send(at), pk)
    if webhook is None:
        return
    end = time.monotonic() + TURN
    try:
        while time.monotonic() < end and (sending := _next(webhook, at)) and _send(webhook, sending, at):
            pass
        leases.release(webhook)
    except leases.LeaseLost:
        log.warning("webhook %s was taken over by another worker", pk)
        return
    if waiting(at).filter(pk=pk).exists():
        wake(webhook)


def _next(webhook: Webhook, at: datetime) -> Sending | None:
    rows = webhook.sendings.all().next(at).select_related("webhook__owner", "entry__subject_type")
    found: Sending | None = rows.first()
    return found


def _send(webhook: Webhook, sending: Sending, at: datetime) -> bool:
    """Whether the next is worth trying. What its owner may not be told any more is not sent, nor listed."""
    if not told_to(sending.webhook.owner, [sending.entry]):
        sending.delete()
        return True
    answer = posting.post(sending, int(time.time()))
    _note(sending, answer, at)
    if answer.is_taken:
        leases.write(webhook, failures=0, failing_since=None, next_try_at=None)
        return True
    failures = webhook.failures + 1
    failing = {"failing_since": webhook.failing_since or at} if failures >= FAILING_AFTER else {}
    # Once its sendings have had all their tries, it is asked as seldom as the last of them was.
    step = trying.wait_after(min(failures, len(trying.BACKOFF)))
    wait = {"next_try_at": at + step} if answer.is_away and step else {}
    leases.write(webhook, failures=min(failures, 1000), **failing, **wait)
    return not answer.is_away


def _note(sending: Sending, answer: Answer, at: datetime) -> None:
    attempts = sending.attempts + 1
    said: dict[str, Any] = {"attempts": attempts, "tried_at": at, "status": answer.status, "trouble": answer.trouble}
    if answer.is_taken:
        said |= {"state": SendingState.SENT}
    elif wait := trying.wait_after(attempts):
        said |= {"next_try_at": at + wait}
    else:
        # Its owner sends it again, or not.
        said |= {"state": SendingState.FAILED}
    # What another worker has ended meanwhile stays as it ended.
    Sending.objects.filter(pk=sending.pk, state=SendingState.WAITING).update(**said)


def sweep(at: datetime) -> None:
    Sending.objects.filter(entry__recorded_at__lt=at - KEPT).exclude(state=SendingState.WAITING).delete()
    for rows in (Sending.objects.all(), Webhook.objects.all()):
        trying.bring_nearer(rows, at)
