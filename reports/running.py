"""Carry out a run: freeze its data, render each reader's files, plan the deliveries, and say when all is done."""

import hashlib
import json
import logging
from collections.abc import Iterable
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q, QuerySet

from journal import leases
from journal.record import record
from mail import ledger
from mail.models import STUCK, UNFINISHED, MailState
from reports import rendering, sight, telling, typesetting
from reports.about import About
from reports.kinds import KINDS
from reports.models import Delivery, Recipient, Run, RunState, Skipped, Trouble
from ui import mailboxes

# The kind of mail that takes a run to a recipient.
DELIVERY = "report"
MAX_ATTEMPTS = 3
CLOSING = [RunState.DELIVERING, RunState.UNDELIVERED]
log = logging.getLogger(__name__)


def waiting() -> QuerySet[Run]:
    """Runs to carry out that nobody holds."""
    return Run.objects.filter(leases.free(), state__in=[RunState.DUE, RunState.FROZEN])


def carry_out(pk: int, at: datetime) -> Run | None:
    """Take one run to its deliveries; None when another worker has it. The third failure is the last."""
    run = leases.claim(Run.objects.filter(state__in=[RunState.DUE, RunState.FROZEN]), pk)
    if run is None:
        return None
    if run.attempts > MAX_ATTEMPTS:
        _fail(run, at, trouble=run.trouble or Trouble.STOPPED, error=run.error)
        return run
    try:
        with leases.kept(run):
            _carry_out(run, at)
    except leases.LeaseLost:
        log.warning("run %s was taken over by another worker", pk)
    except Exception as error:
        log.exception("run %s failed", pk)
        _after_error(run, at, error)
    return run


def _after_error(run: Run, at: datetime, error: Exception) -> None:
    if isinstance(error, typesetting.Failed):
        said = {"trouble": error.code, "error": str(error)}
    else:
        said = {"trouble": Trouble.ERROR.value, "error": f"{type(error).__name__}: {error}"[:2000]}
    if run.attempts < MAX_ATTEMPTS:
        leases.release(run, **said)
    else:
        _fail(run, at, **said)


@transaction.atomic
def _fail(run: Run, at: datetime, *, trouble: str, error: str) -> None:
    """The end of a run, of which its owner is told."""
    leases.release(run, state=RunState.FAILED, finished_at=at, trouble=trouble, error=error)
    record("report.failed", run, by=None, at=at, about=[run.schedule], period=run.period)
    telling.tell(run, About.FAILED, at)


def _carry_out(run: Run, at: datetime) -> None:
    if run.state == RunState.DUE:
        freeze(run, at)
    if run.state == RunState.SKIPPED:
        return
    is_last = run.attempts >= MAX_ATTEMPTS
    for recipient in _recipients(run):
        rendering.files(run, sight.of_recipient(recipient), at_last=is_last)
    with transaction.atomic():
        plan_deliveries(run, at)
        leases.release(run, state=RunState.DELIVERING, trouble="", error="")
        tell_what_is_missing(run, at)
    finish(run, at)


def tell_what_is_missing(run: Run, at: datetime) -> None:
    """The owner, once, when the report goes without a file that could not be made; and on the run's page, why."""
    missing = run.renderings.exclude(trouble="").values_list("trouble", flat=True).first()
    if missing and not telling.has_told(run, About.INCOMPLETE):
        Run.objects.filter(pk=run.pk).update(trouble=missing)
        telling.tell(run, About.INCOMPLETE, at)


def freeze(run: Run, at: datetime) -> None:
    """Write the data once; from here on every file, retry and view is made from them alone."""
    kind = KINDS[run.schedule.kind]
    data = kind.freeze(run.as_of, run.compare_to, run.schedule.filters, run.compared_with_at())
    text = json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True)
    frozen = {"data": json.loads(text), "data_sha256": hashlib.sha256(text.encode()).hexdigest(), "frozen_at": at}
    if run.schedule.skips_unchanged and not run.requested_by_id and not kind.is_changed(data):
        leases.release(run, **frozen, state=RunState.SKIPPED, skipped_reason=Skipped.UNCHANGED, finished_at=at)
    else:
        leases.write(run, **frozen, state=RunState.FROZEN)


def _recipients(run: Run) -> Iterable[Recipient]:
    return run.schedule.recipients.active().select_related("user")


@transaction.atomic
def plan_deliveries(run: Run, at: datetime) -> None:
    """To each recipient who has none yet. One mail to a mailbox: to the user whose it is rather than to the same
    address given as one outside."""
    Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    by_mailbox: dict[str, Recipient] = {}
    for recipient in sorted(_recipients(run), key=lambda one: not (one.user and one.user.is_active)):
        by_mailbox.setdefault(mailboxes.of(recipient.address), recipient)
    planned = run.deliveries.values_list("recipient", "mailbox")
    recipients, taken = {one for one, _mailbox in planned}, {mailbox for _one, mailbox in planned}
    for mailbox, recipient in by_mailbox.items():
        if recipient.pk not in recipients and mailbox not in taken:
            _plan_delivery(run, recipient, mailbox, at)


def _plan_delivery(run: Run, recipient: Recipient, mailbox: str, at: datetime) -> None:
    Delivery.objects.create(
        kind=DELIVERY,
        subject=run.pk,
        run=run,
        recipient=recipient,
        to=recipient.user,
        mailbox=mailbox,
        message_id=ledger.message_id(),
        planned_at=at,
        next_try_at=at,
    )


@transaction.atomic
def finish(run: Run, at: datetime) -> None:
    """Close the run when its last delivery has ended, and write it in the journal. One that did not reach everyone is
    closed anew when somebody has decided on its mails."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state not in CLOSING or run.deliveries.filter(state__in=UNFINISHED).exists():
        return
    stuck = run.deliveries.filter(state__in=STUCK).count()
    state = RunState.UNDELIVERED if stuck else RunState.DONE if _went_to_somebody(run) else RunState.SKIPPED
    if state == run.state:
        return
    run.state, run.finished_at = state, at
    run.skipped_reason = Skipped.NOBODY if state == RunState.SKIPPED else ""
    run.save(update_fields=["state", "finished_at", "skipped_reason"])
    _tell_how_it_ended(run, stuck, at)


def _went_to_somebody(run: Run) -> bool:
    """Or a person has decided that it need not; otherwise all have left, whom it was meant for."""
    return run.deliveries.filter(Q(state=MailState.ACCEPTED) | Q(resolved_by__isnull=False)).exists()


def _tell_how_it_ended(run: Run, stuck: int, at: datetime) -> None:
    verb, mails = "report.not_delivered", stuck
    if run.state == RunState.DONE:
        verb, mails = "report.sent", run.deliveries.filter(state=MailState.ACCEPTED).count()
    else:
        telling.tell(run, About.UNDELIVERED if stuck else About.NOBODY, at)
    record(verb, run, by=run.requested_by, at=at, about=[run.schedule], period=run.period, mails=mails)
