"""Deliver a run to one recipient, and what a person decides on a delivery that did not go as it should."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.models import User
from journal import leases
from journal.record import record
from mail import kinds, suppressing
from mail.kinds import Letter
from mail.models import STUCK, UNFINISHED, Mail, MailState
from reports import mail as report_mail
from reports import running, sight
from reports.access import can_edit_schedule
from reports.models import Delivery, Run, RunState
from ui.waking import wake


class DeliveryKind(kinds.Kind):
    """The mail of a run to a recipient."""

    code = running.DELIVERY

    def address(self, mail: Mail, at: datetime) -> str:
        recipient = _delivery(mail).recipient
        has_left = recipient.ended_at or (recipient.user and not recipient.user.is_active)
        return "" if has_left else recipient.address

    def letter(self, mail: Mail, at: datetime) -> Letter:
        delivery = _delivery(mail)
        seen = sight.of_recipient(delivery.recipient)
        message, left_out = report_mail.compose(delivery, seen, at, at_last=mail.attempts >= running.MAX_ATTEMPTS)
        running.tell_what_is_missing(delivery.run, at)
        return Letter(message, {"sight": seen.fingerprint, "left_out": left_out})

    def sending(self, mail: Mail, letter: Letter) -> None:
        Delivery.objects.filter(pk=mail.pk).update(**letter.facts)

    def left(self, mail: Mail, at: datetime) -> None:
        """She has left the recipients since the mail was planned, as an address does that was corrected: who has come
        in her place gets the report too."""
        with transaction.atomic():
            leases.write(mail, mailbox="")
            running.plan_deliveries(_delivery(mail).run, at)

    def tried(self, mail: Mail, at: datetime) -> None:
        running.finish(_delivery(mail).run, at)


def _delivery(mail: Mail) -> Delivery:
    rows = Delivery.objects.select_related("run__schedule", "recipient__user")
    return rows.get(pk=mail.pk)


def sweep(at: datetime) -> None:
    """What a dead worker has left: runs that nobody has closed."""
    has_ended = ~Exists(Delivery.objects.filter(run=OuterRef("pk"), state__in=UNFINISHED))
    for run in Run.objects.filter(has_ended, state=RunState.DELIVERING):
        running.finish(run, at)


def send_again(delivery: Delivery, *, by: User, at: datetime) -> None:
    """A person's decision on a delivery that is unknown, failed or refused: try again, with the same Message-ID."""
    send_all_again(delivery.run, [delivery.pk], by=by, at=at)


def let_be(delivery: Delivery, *, by: User, at: datetime) -> None:
    """A person's decision: it arrived, or need not."""
    let_all_be(delivery.run, [delivery.pk], by=by, at=at)


@transaction.atomic
def send_all_again(run: Run, deliveries: Iterable[int], *, by: User, at: datetime) -> None:
    changes = {"state": MailState.PLANNED, "next_try_at": at, "attempts": 0, "finished_at": None}
    chosen = _resolve(run, deliveries, by, at, "sent_again", changes)
    suppressing.lift(Mail.objects.filter(pk__in=chosen).values_list("mailbox", flat=True), by=by, at=at)
    Run.objects.filter(pk=run.pk).update(state=RunState.DELIVERING, finished_at=None)
    for mail in Mail.objects.filter(delivery__run=run, state=MailState.PLANNED):
        wake(mail)


@transaction.atomic
def let_all_be(run: Run, deliveries: Iterable[int], *, by: User, at: datetime) -> None:
    _resolve(run, deliveries, by, at, "let_be", {"state": MailState.CANCELLED, "finished_at": at})
    running.finish(run, at)


def _resolve(
    run: Run, deliveries: Iterable[int], by: User, at: datetime, resolution: str, changes: dict[str, object]
) -> list[int]:
    """Of the run's deliveries that want a decision, those chosen; its row is locked, as when it is closed."""
    require(can_edit_schedule(by, run.schedule))
    Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    stuck = run.deliveries.filter(pk__in=list(deliveries), state__in=STUCK).order_by("pk")
    chosen = list(stuck.values_list("pk", flat=True))
    if not chosen:
        raise ValidationError(_("This delivery needs no decision."), code="gone_on")
    Mail.objects.filter(pk__in=chosen, state__in=STUCK).update(resolved_by=by, resolution=resolution, **changes)
    record(f"delivery.{resolution}", run, by=by, at=at, about=[run.schedule], deliveries=chosen)
    return chosen
