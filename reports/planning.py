"""The database says what is due: runs are planned once a period, however many ticks there are."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from reports import calendar
from reports.calendar import Due
from reports.models import Run, RunState, Schedule

DOWNTIME = "downtime"


def plan_due(at: datetime) -> list[Run]:
    """Plan a run for every schedule that is due at `at`: the newest missed period to be sent, older ones as skipped."""
    due = Schedule.objects.filter(paused_at=None, next_due_at__lte=at).values_list("pk", flat=True)
    return [run for pk in due for run in _plan(pk, at)]


@transaction.atomic
def _plan(pk: int, at: datetime) -> list[Run]:
    """One schedule's runs. The row lock makes the second of two ticks find nothing due; the unique period is the
    guard should there ever be a way around it."""
    schedule = Schedule.objects.select_for_update(no_key=True).get(pk=pk)
    if schedule.paused_at or not schedule.next_due_at or schedule.next_due_at > at:
        return []
    missed = list(_missed(schedule, schedule.next_due_at, at))
    runs = [_run(schedule, due, is_skipped=due != missed[-1]) for due in missed]
    Run.objects.bulk_create(runs, ignore_conflicts=True)
    schedule.next_due_at = next(calendar.dues(schedule, at)).at
    schedule.save_without_historical_record(update_fields=["next_due_at"])  # type: ignore[attr-defined]
    return list(Run.objects.filter(schedule=schedule, period__in=[run.period for run in runs]).order_by("due_at"))


def _missed(schedule: Schedule, first: datetime, at: datetime) -> Iterator[Due]:
    yield calendar.due_at(schedule, first)
    for due in calendar.dues(schedule, first):
        if due.at > at:
            return
        yield due


def _run(schedule: Schedule, due: Due, *, is_skipped: bool) -> Run:
    return Run(
        schedule=schedule,
        period=due.period,
        due_at=due.at,
        as_of=due.as_of,
        compare_to=_compare_to(schedule, due),
        state=RunState.SKIPPED if is_skipped else RunState.DUE,
        skipped_reason=DOWNTIME if is_skipped else "",
    )


def _compare_to(schedule: Schedule, due: Due) -> date:
    """What the report before spoke of: of the last one that was sent, or that would have been."""
    sent = schedule.runs.filter(frozen_at__isnull=False, as_of__lt=due.as_of).exclude(period__contains="/")
    before = sent.order_by("-as_of").values_list("as_of", flat=True).first()
    return before or calendar.previous_as_of(schedule, due)
