"""Deliver a run to one recipient, and what a person decides on a delivery that did not go as it should."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.models import User
from journal import leases
from journal.record import record
from reports import mail, posting, running, sight
from reports.access import can_edit_schedule
from reports.models import STUCK, UNFINISHED, Delivery, DeliveryState, Run, RunState
from reports.posting import Letter
from ui import mailboxes
from ui.smtp import Reason
from ui.waking import wake


def waiting(at: datetime) -> QuerySet[Delivery]:
    return posting.waiting(Delivery.objects.all(), at)


def deliver(pk: int, at: datetime) -> Delivery | None:
    """Try one delivery; None when there is nothing to do about it now."""
    delivery = posting.post(Delivery.objects.all(), pk, at, _letter)
    if delivery:
        running.finish(delivery.run, at)
    return delivery


def _letter(delivery: Delivery, at: datetime) -> Letter | None:
    recipient = delivery.recipient
    if recipient.ended_at or (recipient.user and not recipient.user.is_active):
        _follow_the_recipients(delivery, at)
        return None
    if not _is_only_one_to(delivery, mailboxes.of(recipient.address)):
        return None
    seen = sight.of_recipient(recipient)
    message, left_out = mail.compose(delivery, seen, at, at_last=delivery.attempts >= running.MAX_ATTEMPTS)
    running.tell_what_is_missing(delivery.run, at)
    facts = {"sight": seen.fingerprint, "left_out": left_out}
    return Letter(message, mailboxes.encoded(recipient.address), facts)


def _follow_the_recipients(delivery: Delivery, at: datetime) -> None:
    """She has left the recipients since the mail was planned, as an address does that was corrected: who has come in
    her place gets the report too."""
    with transaction.atomic():
        leases.write(delivery, mailbox="")
        running.plan_deliveries(delivery.run, at)


def _is_only_one_to(delivery: Delivery, mailbox: str) -> bool:
    """Whether no other mail of the run goes to that mailbox; hers may have changed since it was planned."""
    if mailbox == delivery.mailbox:
        return True
    try:
        with transaction.atomic():
            leases.write(delivery, mailbox=mailbox)
    except IntegrityError:
        leases.write(delivery, reason=Reason.SAME)
        return False
    return True


def sweep(at: datetime) -> int:
    """What a dead worker has left: mails of which nobody knows, and runs that nobody has closed. How many mails."""
    found = posting.sweep(Delivery.objects.all(), at)
    # Planned by a clock that ran ahead: what waits is told as late only by the time it has waited.
    Delivery.objects.filter(state__in=UNFINISHED, planned_at__gt=at).update(planned_at=at)
    of_run = Delivery.objects.filter(run=OuterRef("pk"))
    has_ended = ~Exists(of_run.filter(state__in=UNFINISHED))
    for run in Run.objects.filter(has_ended, state=RunState.DELIVERING):
        running.finish(run, at)
    return found


def send_again(delivery: Delivery, *, by: User, at: datetime) -> None:
    """A person's decision on a delivery that is unknown, failed or refused: try again, with the same Message-ID."""
    send_all_again(delivery.run, [delivery.pk], by=by, at=at)


def let_be(delivery: Delivery, *, by: User, at: datetime) -> None:
    """A person's decision: it arrived, or need not."""
    let_all_be(delivery.run, [delivery.pk], by=by, at=at)


@transaction.atomic
def send_all_again(run: Run, deliveries: Iterable[int], *, by: User, at: datetime) -> None:
    changes = {"state": DeliveryState.PLANNED, "next_try_at": at, "attempts": 0, "finished_at": None}
    _resolve(run, deliveries, by, at, "sent_again", changes)
    Run.objects.filter(pk=run.pk).update(state=RunState.DELIVERING, finished_at=None)
    for delivery in run.deliveries.filter(state=DeliveryState.PLANNED):
        wake(delivery)


@transaction.atomic
def let_all_be(run: Run, deliveries: Iterable[int], *, by: User, at: datetime) -> None:
    _resolve(run, deliveries, by, at, "let_be", {"state": DeliveryState.CANCELLED, "finished_at": at})
    running.finish(run, at)


def _resolve(
    run: Run, deliveries: Iterable[int], by: User, at: datetime, resolution: str, changes: dict[str, object]
) -> None:
    """Of the run's deliveries that want a decision, those chosen; its row is locked, as when it is closed."""
    require(can_edit_schedule(by, run.schedule))
    Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    stuck = run.deliveries.filter(pk__in=list(deliveries), state__in=STUCK).order_by("pk")
    chosen = list(stuck.values_list("pk", flat=True))
    if not chosen:
        raise ValidationError(_("This delivery needs no decision."), code="gone_on")
    run.deliveries.filter(pk__in=chosen, state__in=STUCK).update(resolved_by=by, resolution=resolution, **changes)
    record(f"delivery.{resolution}", run, by=by, at=at, about=[run.schedule], deliveries=chosen)
