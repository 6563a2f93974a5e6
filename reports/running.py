"""Carry out a run: freeze its data, render each reader's files, plan the deliveries, and say when all is done."""

import hashlib
import json
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.mail import send_mail
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from journal.record import record
from reports import leases, rendering, sight, typesetting
from reports.kinds import KINDS
from reports.models import UNFINISHED, Delivery, DeliveryState, Run, RunState, Skipped, Trouble

MAX_ATTEMPTS = 3
log = logging.getLogger(__name__)


def waiting() -> QuerySet[Run]:
    """Runs to carry out that nobody holds."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=Now())
    return Run.objects.filter(free, state__in=[RunState.DUE, RunState.FROZEN])


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


def _fail(run: Run, at: datetime, *, trouble: str, error: str) -> None:
    """The end of a run, which its owner is told by mail; the page tells it also when that mail does not go out."""
    with transaction.atomic():
        leases.release(run, state=RunState.FAILED, finished_at=at, trouble=trouble, error=error)
        record("report.failed", run, by=None, at=at, about=[run.schedule], period=run.period)
    owner = run.schedule.owner
    with translation.override(owner.language):
        error = " ".join(filter(None, [str(Trouble(trouble).label), error]))
        told = {"schedule": run.schedule.name, "period": run.period, "error": error}
        subject = _("The report “%(schedule)s” for %(period)s has failed") % told
        address = settings.BASE_URL + reverse("reports:run_detail", args=[run.pk])
        words = _("It was tried three times. The last error was: %(error)s") % told
    try:
        send_mail(" ".join(subject.split()), f"{words}\n\n{address}\n", settings.MAIL_FROM, [owner.email])
    except OSError:
        log.exception("the owner of run %s could not be told", run.pk)


def _carry_out(run: Run, at: datetime) -> None:
    if run.state == RunState.DUE:
        freeze(run, at)
    if run.state == RunState.SKIPPED:
        return
    for recipient in _recipients(run):
        rendering.files(run, sight.of_recipient(recipient))
    with transaction.atomic():
        _plan_deliveries(run, at)
        leases.release(run, state=RunState.DELIVERING, trouble="", error="")
    finish(run, at)


def freeze(run: Run, at: datetime) -> None:
    """Write the data once; from here on every file, retry and view is made from them alone."""
    kind = KINDS[run.schedule.kind]
    data = kind.freeze(run.as_of, run.compare_to, run.schedule.filters)
    text = json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True)
    frozen = {"data": json.loads(text), "data_sha256": hashlib.sha256(text.encode()).hexdigest(), "frozen_at": at}
    if run.schedule.skips_unchanged and not run.requested_by_id and not kind.is_changed(data):
        leases.release(run, **frozen, state=RunState.SKIPPED, skipped_reason=Skipped.UNCHANGED, finished_at=at)
    else:
        leases.write(run, **frozen, state=RunState.FROZEN)


def _recipients(run: Run) -> Iterable[Any]:
    return run.schedule.recipients.active().select_related("user")


def _plan_deliveries(run: Run, at: datetime) -> None:
    rows = [
        Delivery(
            run=run,
            recipient=recipient,
            message_id=message_id(run, recipient.pk),
            planned_at=at,
            next_try_at=at,
        )
        for recipient in _recipients(run)
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def message_id(run: Run, recipient: int) -> str:
    """The same for every try, so that relays and readers can drop a second copy."""
    host = settings.BASE_URL.partition("://")[2].partition(":")[0] or "localhost"
    return f"<{uuid5(NAMESPACE_URL, f'{settings.BASE_URL}/runs/{run.pk}/{recipient}')}@{host}>"


@transaction.atomic
def finish(run: Run, at: datetime) -> None:
    """Close the run when its last delivery has ended, and write it in the journal."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state != RunState.DELIVERING or run.deliveries.filter(state__in=UNFINISHED).exists():
        return
    sent = run.deliveries.filter(state=DeliveryState.ACCEPTED).count()
    run.state = RunState.DONE
    run.finished_at = at
    run.save(update_fields=["state", "finished_at"])
    record("report.sent", run, by=run.requested_by, at=at, about=[run.schedule], period=run.period, mails=sent)
