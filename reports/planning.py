"""The database says what is due: what a schedule promises for a day is planned once, however many ticks there are, and
what is not sent has a row that says why."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from reports.models import Run, RunState, Schedule, Skipped, promising

# A clock that goes back by less has not been wrong.
LEEWAY = timedelta(hours=1)


class DueSchedules(promising.SchedulePromises):
    """Of one that cannot be planned `telling` says that it is late. The row lock makes the second of two ticks find
    nothing due; the unique promise is the guard should there ever be a way around it."""

    def rows(self, at: datetime) -> QuerySet[Schedule]:
        return Schedule.objects.filter(next_due_at__lte=at).order_by("next_due_at", "pk")

    def take_back(self, at: datetime) -> None:
        take_back(at)


SCHEDULES = DueSchedules()


def plan_due(at: datetime) -> list[Run]:
    """Plan a run for every schedule that is due at `at`: the newest missed period to be sent, older ones as skipped."""
    return [run for schedule, promises in SCHEDULES.settle_all(at) for run in promising.runs_of(schedule, promises)]


@transaction.atomic
def foreseen(at: datetime) -> list[Run]:
    """What `plan_due` would plan at `at`; nothing of it is kept."""
    runs = plan_due(at)
    transaction.set_rollback(True)
    return runs


def take_back(at: datetime) -> None:
    """After a clock that ran ahead: what it gave up is promised again, each at its own time."""
    ahead = Schedule.objects.filter(planned_at__gt=at + LEEWAY).values_list("pk", flat=True)
    for pk in ahead:
        _take_back(pk, at)


@transaction.atomic
def _take_back(pk: int, at: datetime) -> None:
    schedule = Schedule.objects.select_for_update(no_key=True).get(pk=pk)
    given_up = schedule.runs.filter(promised_on__isnull=False, state=RunState.SKIPPED, due_at__gt=at)
    given_up.exclude(skipped_reason=Skipped.MOVED).update(skipped_reason=Skipped.CLOCK)
    promising.promise_next(schedule, at)
    schedule.save_without_historical_record(update_fields=["next_due_at", "planned_at"])  # type: ignore[attr-defined]
