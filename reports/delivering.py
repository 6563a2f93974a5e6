"""Deliver one run to one recipient: never twice, never silently lost, at worst a visible unknown."""

import logging
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.models import User
from journal.record import record
from reports import leases, mail, pausing, running, sight, smtp
from reports.access import can_edit_schedule
from reports.models import OPEN, STUCK, Delivery, DeliveryState, Reason, Run, RunState

# Minutes until the next try; after the last the delivery has failed.
BACKOFF = [1, 5, 15, 60, 180, 360, 720]
log = logging.getLogger(__name__)


def waiting(at: datetime) -> QuerySet[Delivery]:
    """Deliveries to try at `at` that nobody holds; none while the mail server is left in peace."""
    if pausing.holds(at):
        return Delivery.objects.none()
    free = Q(claimed_until=None) | Q(claimed_until__lt=Now())
    return Delivery.objects.filter(free, state__in=OPEN, next_try_at__lte=at)


def deliver(pk: int, at: datetime) -> Delivery | None:
    """Try one delivery; None when another worker has it, it is not due, or the mail server is left in peace."""
    if pausing.holds(at):
        return None
    mine = Delivery.objects.filter(state__in=OPEN, next_try_at__lte=at)
    delivery = leases.claim(mine, pk, state=DeliveryState.CLAIMED)
    if delivery is None:
        return None
    try:
        with leases.kept(delivery):
            _deliver(delivery, at)
    except leases.LeaseLost:
        log.warning("delivery %s was taken over by another worker", pk)
    except Exception as error:
        log.exception("delivery %s failed", pk)
        _after_error(delivery, at, f"{type(error).__name__}: {error}"[:400])
    running.finish(delivery.run, at)
    return delivery


def _deliver(delivery: Delivery, at: datetime) -> None:
    recipient = delivery.recipient
    if recipient.ended_at or (recipient.user and not recipient.user.is_active):
        leases.release(delivery, state=DeliveryState.CANCELLED, finished_at=at)
        return
    seen = sight.of_recipient(recipient)
    message, left_out = mail.compose(delivery, seen, at)

    def before_data() -> None:
        leases.write(delivery, state=DeliveryState.SENDING, sent_at=at, sight=seen.fingerprint, left_out=left_out)

    sender = parseaddr(settings.MAIL_FROM)[1]
    answer = smtp.send(message, sender, recipient.address, before_data)
    _end(delivery, answer, at, len(message.as_bytes()))


def _end(delivery: Delivery, answer: smtp.Answer, at: datetime, size: int) -> None:
    if answer.outcome == "away":
        _wait_for_the_server(delivery, answer, at)
        return
    if not answer.reason:
        pausing.answered()
    said = {"reply": answer.reply, "reason": answer.reason}
    if answer.outcome == "deferred":
        _later(delivery, at, **said)
    else:
        leases.release(delivery, state=answer.outcome, finished_at=at, bytes_sent=size, **said)


def _wait_for_the_server(delivery: Delivery, answer: smtp.Answer, at: datetime) -> None:
    """Not a try of this mail's: however long the server is away, none of its tries are used up."""
    pause = pausing.failed(answer, at)
    leases.release(
        delivery,
        state=DeliveryState.DEFERRED,
        attempts=delivery.attempts - 1,
        next_try_at=pause.next_try_at,
        reason=answer.reason,
        reply=answer.reply,
    )


def _after_error(delivery: Delivery, at: datetime, error: str) -> None:
    """What has certainly not been sent is tried again; what may have been is never sent again by itself."""
    if delivery.state == DeliveryState.SENDING:
        leases.release(delivery, state=DeliveryState.UNKNOWN, reason=Reason.ERROR, reply=error, finished_at=at)
    else:
        _later(delivery, at, reply=error, reason=Reason.ERROR)


def _later(delivery: Delivery, at: datetime, **said: str) -> None:
    if delivery.attempts > len(BACKOFF):
        leases.release(delivery, state=DeliveryState.FAILED, finished_at=at, **said)
        return
    wait = timedelta(minutes=BACKOFF[delivery.attempts - 1])
    leases.release(delivery, state=DeliveryState.DEFERRED, next_try_at=at + wait, **said)


def sweep(at: datetime) -> int:
    """Deliveries whose worker died while handing the mail over: nobody knows, so say so. How many."""
    died = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_until__lt=Now())
    runs = list(Run.objects.filter(deliveries__in=died).distinct())
    found = died.update(
        state=DeliveryState.UNKNOWN,
        reason=Reason.STOPPED,
        finished_at=at,
        claimed_until=None,
    )
    for run in runs:
        running.finish(run, at)
    return found


@transaction.atomic
def send_again(delivery: Delivery, *, by: User, at: datetime) -> None:
    """A person's decision on a delivery that is unknown, failed or refused: try again, with the same Message-ID."""
    require(can_edit_schedule(by, delivery.run.schedule))
    _resolve(delivery, by, at, "sent_again", state=DeliveryState.PLANNED, next_try_at=at, attempts=0, finished_at=None)
    Run.objects.filter(pk=delivery.run_id).update(state=RunState.DELIVERING, finished_at=None)


@transaction.atomic
def let_be(delivery: Delivery, *, by: User, at: datetime) -> None:
    """A person's decision: it arrived, or need not."""
    require(can_edit_schedule(by, delivery.run.schedule))
    _resolve(delivery, by, at, "let_be", state=DeliveryState.CANCELLED, finished_at=at)


def _resolve(delivery: Delivery, by: User, at: datetime, resolution: str, **changes: object) -> None:
    changed = Delivery.objects.filter(pk=delivery.pk, state__in=STUCK).update(
        resolved_by=by, resolution=resolution, **changes
    )
    if not changed:
        raise ValidationError(_("This delivery needs no decision."))
    record(f"delivery.{resolution}", delivery.run, by=by, at=at, about=[delivery.run.schedule], delivery=delivery.pk)
