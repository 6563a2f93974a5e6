"""Pages of schedules: the list, the form, one with its runs, and “send now”."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require, sees_everything
from accounts.requests import SignedIn
from mail import suppressing
from reports import by_hand, calendar, clock
from reports.access import can_edit_schedule, can_schedule
from reports.forms import ScheduleForm, WhenForm
from reports.models import Run, Schedule, Skipped
from reports.views.pressing import done, now
from ui.form_page import Again, FormPage, typed
from ui.once import Done
from ui.press import pressed, undoing
from ui.versions import seen


@require_safe
def schedule_list(request: SignedIn) -> HttpResponse:
    schedules = Schedule.objects.visible_to(request.user).select_related("owner")
    counted = schedules.annotate(readers=Count("recipients", filter=Q(recipients__ended_at=None), distinct=True))
    runs = Run.objects.filter(schedule__in=schedules).exclude(skipped_reason=Skipped.MOVED)
    latest = runs.order_by("schedule_id", "-due_at", "-pk").distinct("schedule_id").values("pk")
    context = {
        "schedules": counted,
        "latest": {run.schedule_id: run for run in Run.objects.counted().filter(pk__in=latest).defer("data")},
        "may": can_schedule(request.user),
        "leap": clock.leap(),
    }
    return render(request, "reports/schedule_list.html", context)


def schedule_create(request: SignedIn) -> HttpResponse:
    require(can_schedule(request.user))
    first = Schedule(owner=request.user, language=request.user.language, time_zone=request.user.time_zone)
    return _schedule_form(request, first)


def schedule_edit(request: SignedIn, pk: int) -> HttpResponse:
    schedule = get_object_or_404(Schedule.objects.visible_to(request.user), pk=pk)
    require(can_edit_schedule(request.user, schedule))
    return _schedule_form(request, schedule)


def _schedule_form(request: SignedIn, schedule: Schedule) -> HttpResponse:
    form = ScheduleForm(typed(request), instance=schedule, user=request.user)
    form.is_valid()
    context: dict[str, Any] = {"schedule": schedule if schedule.pk else None, "version": schedule.version}
    context |= {"upcoming": form.upcoming(timezone.now()), "zone": form.instance.time_zone}
    if "preview" in request.POST:
        return render(request, "reports/schedule_form.html", context | {"form": form})
    rows = None if schedule.pk else Schedule.objects.visible_to(request.user)
    again = Again(lambda row: ScheduleForm(instance=row, user=request.user), rows, partial(_keep_again, request))
    page = FormPage(request, "reports/schedule_form.html", form, context, again)
    return page.answer(lambda: _keep(request, form, seen(request)))


@require_safe
def schedule_next(request: SignedIn) -> HttpResponse:
    """The next dates by what is typed in the form so far; it asks again at each change."""
    require(can_schedule(request.user))
    form = WhenForm(request.GET)
    form.is_valid()
    context = {"upcoming": form.upcoming(timezone.now()), "zone": form.instance.time_zone}
    return render(request, "reports/schedule_form.html#next", context)


def _keep(request: SignedIn, form: ScheduleForm, version: int) -> Done:
    recipients = (form.cleaned_data["users"], form.cleaned_data["addresses"])
    kept = form.filled().keep(by=request.user, at=timezone.now(), recipients=recipients, version=version)
    return Done(f"/reports/{kept.pk}/", _("The schedule is saved."), made=kept)


def _keep_again(request: SignedIn, schedule: Schedule, version: int) -> Done:
    """The schedule that this form has made before, as it is typed now."""
    form = ScheduleForm(request.POST, instance=schedule, user=request.user)
    form.is_valid()
    return _keep(request, form, version)


@require_safe
def schedule_detail(request: SignedIn, pk: int) -> HttpResponse:
    schedule = get_object_or_404(Schedule.objects.visible_to(request.user).select_related("owner"), pk=pk)
    runs = schedule.runs.counted().defer("data")
    recipients = schedule.recipients.active().visible_to(request.user).select_related("user")
    context = {
        "schedule": schedule,
        "runs": runs[:50],
        "recipients": recipients,
        "refused": suppressing.among(one.mailbox for one in recipients),
        "next": calendar.planned(schedule),
        "may": (may := can_edit_schedule(request.user, schedule)),
        "is_reader": not may and not sees_everything(request.user),
    }
    return render(request, "reports/schedule_detail.html", context)


@require_POST
def schedule_pause(request: SignedIn, pk: int) -> HttpResponse:
    schedule = get_object_or_404(Schedule.objects.visible_to(request.user), pk=pk)
    return _press(request, schedule, schedule.pause, _("The schedule is paused: %(name)s"), "reports:schedule_resume")


@require_POST
def schedule_resume(request: SignedIn, pk: int) -> HttpResponse:
    schedule = get_object_or_404(Schedule.objects.visible_to(request.user), pk=pk)
    return _press(request, schedule, schedule.resume, _("The schedule runs again: %(name)s"), "reports:schedule_pause")


def _press(request: SignedIn, schedule: Schedule, verb: Callable[..., None], said: str, undo: str) -> HttpResponse:
    version, home = seen(request), f"/reports/{schedule.pk}/"
    told = said % {"name": schedule.name}
    return done(request, home, lambda: verb(**now(request), version=version), told, undoing(undo, schedule))


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_run(request: SignedIn, pk: int) -> HttpResponse:
    """What leaves the house is asked about first: to whom, and that it cannot be called back."""
    schedule = get_object_or_404(Schedule.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        require(can_edit_schedule(request.user, schedule))
        recipients = schedule.recipients.active().select_related("user")
        context = {"schedule": schedule, "recipients": recipients, "today": localdate()}
        return render(request, "reports/schedule_run.html", context)

    def act() -> Done:
        run = by_hand.run_now(schedule, by=request.user, at=timezone.now())
        said = _("The report is being made; the mail goes out within a minute.")
        return Done(f"/reports/runs/{run.pk}/", said, made=run)

    return pressed(request, f"/reports/{pk}/", act)
