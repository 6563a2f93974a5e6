"""The tasks: each carries a row's key, asks the database whether there is anything to do, and does that."""

import logging
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from imports import carrying
from reports import clock, delivering, planning, running

log = logging.getLogger(__name__)


@shared_task
def tick() -> None:
    """Once a minute: plan what is due, see to what was left behind, and hint at what is to be done."""
    at = timezone.now()
    if clock.is_believed(at):
        planning.take_back(at)
        planning.plan_due(at)
    else:
        log.warning("the clock says %s, which is not believed: nothing is planned", at)
    delivering.sweep(at)
    for pk in running.waiting().values_list("pk", flat=True):
        render_run.delay(pk)
    for pk in delivering.waiting(at).values_list("pk", flat=True):
        deliver_one.delay(pk)
    for pk in carrying.waiting():
        work_on_import.delay(pk)


@shared_task
def work_on_import(pk: int) -> None:
    carrying.work_on(pk, at=timezone.now())


@shared_task
def render_run(pk: int) -> None:
    at = timezone.now()
    run = running.carry_out(pk, at)
    if run is not None:
        for delivery in delivering.waiting(timezone.now()).filter(run=run).values_list("pk", flat=True):
            deliver_one.delay(delivery)


@shared_task
def deliver_one(pk: int) -> None:
    delivering.deliver(pk, timezone.now())


def carry_out_all(at: datetime) -> tuple[int, int]:
    """What a tick at `at` starts, here and now: (runs carried out, deliveries tried). For operators and tests."""
    planning.plan_due(at)
    delivering.sweep(at)
    runs = [running.carry_out(pk, at) for pk in list(running.waiting().values_list("pk", flat=True))]
    tried = [delivering.deliver(pk, at) for pk in list(delivering.waiting(at).values_list("pk", flat=True))]
    return sum(run is not None for run in runs), sum(one is not None for one in tried)
