"""What a person asks for: a run now, of no promise of the schedule's; a skipped one after all; a failed one again."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.models import User
from journal.record import record
from reports import calendar
from reports.access import can_edit_schedule
from reports.models import UNCHOSEN, Run, RunState, Schedule, Skipped
from ui.waking import wake


@transaction.atomic
def run_now(schedule: Schedule, *, by: User, at: datetime) -> Run:
    """A due run as of today, compared with the last one sent."""
    require(can_edit_schedule(by, schedule))
    schedule = Schedule.objects.select_for_update(no_key=True).get(pk=schedule.pk)
    as_of = localdate(at)
    before = schedule.runs.filter(frozen_at__isnull=False, as_of__lt=as_of).order_by("-as_of").first()
    due = calendar.Due(at, as_of, calendar.period(schedule.rhythm, as_of))
    number = schedule.runs.filter(promised_on=None).count() + 1
    run = Run.objects.create(
        schedule=schedule,
        period=f"{due.period}/by-hand-{number}",
        due_at=at,
        as_of=as_of,
        compare_to=before.as_of if before else calendar.previous_as_of(schedule, due),
        requested_by=by,
    )
    record("report.requested", run, by=by, at=at, about=[schedule])
    wake(run)
    return run


@transaction.atomic
def send_skipped(run: Run, *, by: User, at: datetime) -> None:
    """A run that was skipped, or is held, is sent after all, as of the day it was promised to tell of."""
    require(can_edit_schedule(by, run.schedule))
    if run.as_of > localdate(at):
        raise ValidationError(_("The day it tells of has not come yet; “Send now” tells of today."))
    state = RunState.FROZEN if run.data else RunState.DUE
    skipped = Run.objects.filter(pk=run.pk, state__in=[RunState.SKIPPED, RunState.HELD])
    if not skipped.update(
        state=state, skipped_reason="", requested_by=by, finished_at=None, attempts=0, trouble="", error=""
    ):
        raise ValidationError(_("Only a skipped run can be sent afterwards."), code="gone_on")
    record("report.requested", run, by=by, at=at, about=[run.schedule])
    wake(run)


@transaction.atomic
def let_be(run: Run, *, by: User, at: datetime) -> None:
    """A run that failed, is held, or was skipped without anybody's choosing need not be sent."""
    require(can_edit_schedule(by, run.schedule))
    waits = Q(state__in=[RunState.FAILED, RunState.HELD]) | Q(state=RunState.SKIPPED, skipped_reason__in=UNCHOSEN)
    if not Run.objects.filter(waits, pk=run.pk).update(
        state=RunState.SKIPPED, skipped_reason=Skipped.LEFT, finished_at=at
    ):
        raise ValidationError(_("This run wants no decision."), code="gone_on")
    record("report.let_be", run, by=by, at=at, about=[run.schedule])


@transaction.atomic
def decide_on_held(runs: Iterable[Run], *, is_sent: bool, by: User, at: datetime) -> None:
    """One decision on all that are held among them: send them after all, or let them be."""
    runs = list(runs)
    for run in runs:
        require(can_edit_schedule(by, run.schedule))
    held = [run for run in runs if run.state == RunState.HELD]
    if not held:
        raise ValidationError(_("None of these runs waits for a decision."), code="gone_on")
    for run in held:
        (send_skipped if is_sent else let_be)(run, by=by, at=at)


@transaction.atomic
def try_again(run: Run, *, by: User, at: datetime) -> None:
    """A failed run starts anew from what it has frozen."""
    require(can_edit_schedule(by, run.schedule))
    state = RunState.FROZEN if run.data else RunState.DUE
    failed = Run.objects.filter(pk=run.pk, state=RunState.FAILED)
    if not failed.update(state=state, attempts=0, claimed_until=None, trouble="", error="", finished_at=None):
        raise ValidationError(_("Only a failed run can be tried again."), code="gone_on")
    record("report.tried_again", run, by=by, at=at, about=[run.schedule])
    wake(run)
