"""What one schedule promises: its runs for the days that have come, and the next; its row is locked by the caller."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from journal.due import Missed, Promises
from reports import calendar
from reports.calendar import Due
from reports.models.run import Run, RunState, Skipped

if TYPE_CHECKING:
    from reports.models import Schedule

# How many of the next promises may cover a period that a change leaves.
AHEAD = 8


class SchedulePromises(Promises["Schedule", Due]):
    """A run for each day that has come: of those that were missed the newest is sent, the others stand as skipped."""

    missed = Missed.NEWEST

    def come(self, schedule: "Schedule", at: datetime) -> list[Due]:
        if not schedule.next_due_at or schedule.next_due_at > at:
            return []
        return list(_missed(schedule, schedule.next_due_at, at))

    def moment(self, due: Due) -> datetime:
        return due.at

    def keep(self, schedule: "Schedule", kept: Sequence[Due], given_up: Sequence[Due], at: datetime) -> None:
        unsent = Skipped.PAUSED if schedule.paused_at else ""
        left = [_run(schedule, due, unsent or Skipped.DOWNTIME, at) for due in given_up]
        runs = [_run(schedule, due, unsent, at) for due in kept]
        Run.objects.bulk_create([*left, *runs], ignore_conflicts=True)
        for run in runs:
            _promise_again(schedule, run)
        promise_next(schedule, at)
        schedule.save_without_historical_record(update_fields=["next_due_at", "planned_at"])  # type: ignore[attr-defined]


def plan(schedule: "Schedule", at: datetime) -> list[Run]:
    """One schedule's runs by what it says now; its row is locked by the caller, who is about to change it."""
    return runs_of(schedule, SchedulePromises().settle(schedule, at))


def runs_of(schedule: "Schedule", promises: Sequence[Due]) -> list[Run]:
    return list(schedule.runs.filter(promised_on__in=[due.on for due in promises]).order_by("due_at"))


def _missed(schedule: "Schedule", first: datetime, at: datetime) -> Iterator[Due]:
    yield calendar.due_at(schedule, first)
    for due in calendar.dues(schedule, first):
        if due.at > at:
            return
        yield due


def _run(schedule: "Schedule", due: Due, skipped: str, at: datetime) -> Run:
    return Run(
        schedule=schedule,
        period=due.period,
        promised_on=due.on,
        due_at=due.at,
        as_of=due.as_of,
        compare_to=_compare_to(schedule, due),
        state=RunState.SKIPPED if skipped else RunState.DUE,
        skipped_reason=skipped,
        finished_at=at if skipped else None,
    )


def _promise_again(schedule: "Schedule", run: Run) -> None:
    """A day that was given up, and is promised again by a later change, is kept after all."""
    if run.state == RunState.DUE:
        given_up = schedule.runs.filter(promised_on=run.promised_on, state=RunState.SKIPPED)
        given_up.update(state=RunState.DUE, skipped_reason="", period=run.period, due_at=run.due_at, finished_at=None)


def promise_next(schedule: "Schedule", at: datetime) -> None:
    """Set the next moment at which it is due after `at`: one whose day has not had its report."""
    after = max(at, schedule.starts_at)
    kept = set()
    if schedule.pk:
        sent = schedule.runs.filter(promised_on__gte=after.date() - timedelta(days=2)).exclude(state=RunState.SKIPPED)
        kept = set(sent.values_list("promised_on", flat=True))
    schedule.next_due_at = next(due.at for due in calendar.dues(schedule, after) if due.on not in kept)
    schedule.planned_at = at


def note_moved(before: "Schedule", now: "Schedule", at: datetime) -> None:
    """A period that was promised next, and that no promise covers any more, keeps a row that says so."""
    if not before.next_due_at or not now.next_due_at:
        return
    left = calendar.due_at(before, before.next_due_at)
    coming = islice(calendar.dues(now, now.next_due_at - timedelta(seconds=1)), AHEAD)
    if left.period in {due.period for due in coming}:
        return
    if now.runs.filter(period=left.period).exists():
        return
    Run.objects.bulk_create([_run(before, left, Skipped.MOVED, at)], ignore_conflicts=True)


def _compare_to(schedule: "Schedule", due: Due) -> date:
    """What the report before spoke of: of the last one that was sent, or that would have been."""
    sent = schedule.runs.filter(frozen_at__isnull=False, as_of__lt=due.as_of, promised_on__isnull=False)
    before = sent.order_by("-as_of").values_list("as_of", flat=True).first()
    return before or calendar.previous_as_of(schedule, due)
