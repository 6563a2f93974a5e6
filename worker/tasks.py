"""The tasks: each carries a row's key, asks the database whether there is anything to do, and does that."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts.models import ForgottenPassword
from embedded.keeping import unfinished
from hooks import sending
from imports import carrying
from journal import outbox
from mail import account_mails, posting
from reports import clock, delivering, running, telling
from ui import once
from worker import due
from worker.hints import hint, taken

log = logging.getLogger(__name__)
type Step = Callable[[datetime], object]
# They delete, and tell late from early, by the clock: so they wait for it to be believed, as planning does.
SWEEPS: tuple[Step, ...] = (posting.sweep, delivering.sweep, telling.sweep, outbox.sweep, sending.sweep)


@shared_task
def tick() -> None:
    """Once a minute: plan what is due, see to what was left behind, and hint at what is to be done."""
    at = timezone.now()
    if unfinished.is_so():
        log.warning("a backup is being restored, or that was cut short: nothing is planned or sent")
        return
    if clock.is_believed(at):
        for step in (*due.STEPS, once.forget_old, ForgottenPassword.objects.all().forget_old, *SWEEPS):
            _by_itself(step, at)
    else:
        log.warning("the clock says %s, which is not believed: nothing is planned, swept or forgotten", at)
    for task, rows in waiting(at).items():
        for pk in rows:
            hint(task, pk)


def _by_itself(step: Step, at: datetime) -> None:
    """One step that fails leaves the others their minute."""
    try:
        step(at)
    except Exception:
        log.exception("%s failed in the tick", step.__qualname__)


def waiting(at: datetime) -> dict[Any, Iterable[int]]:
    """Of each task the rows it has to do with at `at`."""
    return {
        render_run: running.waiting().values_list("pk", flat=True),
        deliver_one: posting.waiting(at).values_list("pk", flat=True),
        deliver_password: ForgottenPassword.objects.all().next(at).values_list("pk", flat=True),
        work_on_import: carrying.waiting(),
        send_webhook: sending.waiting(at).values_list("pk", flat=True),
        follow_one: outbox.waiting(at).values_list("pk", flat=True),
    }


@shared_task
def work_on_import(pk: int) -> None:
    taken(work_on_import, pk)
    carrying.work_on(pk, at=timezone.now())


@shared_task
def render_run(pk: int) -> None:
    taken(render_run, pk)
    run = running.carry_out(pk, timezone.now())
    if run is not None:
        for delivery in posting.waiting(timezone.now()).filter(delivery__run=run).values_list("pk", flat=True):
            hint(deliver_one, delivery)


@shared_task
def deliver_one(pk: int) -> None:
    taken(deliver_one, pk)
    posting.post(pk, timezone.now())


@shared_task
def deliver_password(pk: int) -> None:
    taken(deliver_password, pk)
    account_mails.see_to(pk, timezone.now())


@shared_task
def send_webhook(pk: int) -> None:
    taken(send_webhook, pk)
    sending.send(pk, timezone.now())


@shared_task
def follow_one(pk: int) -> None:
    taken(follow_one, pk)
    outbox.carry_out(pk, timezone.now())


def follow_all(at: datetime) -> int:
    """What is to follow at `at`, here and now, until nothing is left: how many. For operators and tests."""
    count = 0
    while waiting := list(outbox.waiting(at).values_list("pk", flat=True)):
        for pk in waiting:
            outbox.carry_out(pk, at)
        count += len(waiting)
    return count


def carry_out_all(at: datetime) -> tuple[int, int]:
    """What a tick at `at` starts, here and now: (runs carried out, deliveries tried). For operators and tests."""
    for step in due.STEPS:
        step(at)
    posting.sweep(at)
    delivering.sweep(at)
    telling.sweep(at)
    follow_all(at)
    for pk in list(sending.waiting(at).values_list("pk", flat=True)):
        sending.send(pk, at)
    for asked in ForgottenPassword.objects.all().next(at):
        account_mails.see_to(asked.pk, at)
    runs = [running.carry_out(pk, at) for pk in list(running.waiting().values_list("pk", flat=True))]
    reports = [posting.post(mail.pk, at) for mail in posting.waiting(at).filter(kind=running.DELIVERY)]
    # Also what became of those is told by mail.
    for mail in posting.waiting(at):
        posting.post(mail.pk, at)
    return sum(run is not None for run in runs), sum(one is not None for one in reports)
