"""Pages of schedules, their runs and deliveries; and what recipients reach without signing in."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require, sees_everything
from accounts.requests import SignedIn
from journal.models import Masking
from reports import by_hand, calendar, clock, delivering, links, mail, pausing, rendering, sight, typesetting
from reports.access import can_edit_schedule, can_schedule
from reports.forms import ScheduleForm, WhenForm
from reports.models import (
    STUCK,
    UNFINISHED,
    Delivery,
    DeliveryState,
    Recipient,
    Rendering,
    Run,
    RunState,
    Schedule,
    Skipped,
    Trouble,
)
from ui import asked, respond
from ui.form_page import Again, FormPage, typed
from ui.once import Done
from ui.press import pressed
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
    form = ScheduleForm(typed(request), instance=schedule)
    form.is_valid()
    context: dict[str, Any] = {"schedule": schedule if schedule.pk else None, "version": schedule.version}
    context |= {"upcoming": form.upcoming(timezone.now()), "zone": form.instance.time_zone}
    if "preview" in request.POST:
        return render(request, "reports/schedule_form.html", context | {"form": form})
    rows = None if schedule.pk else Schedule.objects.visible_to(request.user)
    again = Again(lambda row: ScheduleForm(instance=row), rows, partial(_keep_again, request))
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
    form = ScheduleForm(request.POST, instance=schedule)
    form.is_valid()
    return _keep(request, form, version)


@require_safe
def schedule_detail(request: SignedIn, pk: int) -> HttpResponse:
    schedule = get_object_or_404(Schedule.objects.visible_to(request.user).select_related("owner"), pk=pk)
    runs = schedule.runs.counted().defer("data")
    context = {
        "schedule": schedule,
        "runs": runs[:50],
        "recipients": schedule.recipients.active().visible_to(request.user).select_related("user"),
        "next": calendar.planned(schedule),
        "may": (may := can_edit_schedule(request.user, schedule)),
        "is_reader": not may and not sees_everything(request.user),
    }
    return render(request, "reports/schedule_detail.html", context)


@require_POST
def schedule_pause(request: SignedIn, pk: int) -> HttpResponse:
    schedule = get_object_or_404(Schedule.objects.visible_to(request.user), pk=pk)
    return _done(
        request, f"/reports/{pk}/", lambda: schedule.pause(**_now(request), version=seen(request)), _("Paused.")
    )


@require_POST
def schedule_resume(request: SignedIn, pk: int) -> HttpResponse:
    schedule = get_object_or_404(Schedule.objects.visible_to(request.user), pk=pk)
    return _done(
        request, f"/reports/{pk}/", lambda: schedule.resume(**_now(request), version=seen(request)), _("Resumed.")
    )


@require_POST
def schedule_run(request: SignedIn, pk: int) -> HttpResponse:
    schedule = get_object_or_404(Schedule.objects.visible_to(request.user), pk=pk)

    def act() -> Done:
        run = by_hand.run_now(schedule, by=request.user, at=timezone.now())
        said = _("The report is being made; the mail goes out within a minute.")
        return Done(f"/reports/runs/{run.pk}/", said, made=run)

    return pressed(request, f"/reports/{pk}/", act)


def _now(request: SignedIn) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _done(request: SignedIn, url: str, verb: Callable[[], object], message: str) -> HttpResponse:
    """Call a verb; a rule's no becomes the message."""

    def act() -> Done:
        verb()
        return Done(url, message)

    return pressed(request, url, act)


@require_safe
def run_detail(request: SignedIn, pk: int) -> HttpResponse:
    runs = Run.objects.visible_to(request.user).counted().select_related("schedule__owner")
    run = get_object_or_404(runs, pk=pk)
    deliveries = run.deliveries.visible_to(request.user).select_related("recipient__user", "resolved_by")
    may = can_edit_schedule(request.user, run.schedule)
    context = {"run": run, "deliveries": deliveries, "may": may, "stuck": STUCK}
    context["masked"] = Masking.last_of(run)
    if run.state == RunState.DELIVERING:
        context["pause"] = pausing.current()
        context["waiting"] = sum(one.state in UNFINISHED for one in deliveries)
    context["files"] = _files(run) if may else []
    return render(request, "reports/run_detail.html", context)


def _files(run: Run) -> QuerySet[Rendering]:
    """The run's files with their sizes, and how many have been sent each."""
    sent = Delivery.objects.filter(run=run, sight=OuterRef("sight"), state=DeliveryState.ACCEPTED)
    readers = sent.order_by().values("sight").annotate(number=Count("pk")).values("number")
    files = run.renderings.defer("content").annotate(size=Length("content"), readers=Coalesce(Subquery(readers), 0))
    return files.order_by("format", "-readers", "pk")


@require_safe
@never_cache
def run_view(request: SignedIn, pk: int) -> HttpResponse:
    """The run as its reader sees it; its editor may look at it as a recipient does (?as=)."""
    run = _readable(request, pk)
    recipient = _previewed(request, run)
    seen = sight.of_recipient(recipient) if recipient else sight.of_user(request.user)
    return _view(request, run, seen, recipient)


def _readable(request: SignedIn, pk: int) -> Run:
    run = get_object_or_404(Run.objects.visible_to(request.user).select_related("schedule"), pk=pk)
    if run.data is None:
        raise Http404
    return run


def _previewed(request: SignedIn, run: Run) -> Recipient | None:
    if "as" not in request.GET:
        return None
    require(can_edit_schedule(request.user, run.schedule))
    recipient = get_object_or_404(run.schedule.recipients.select_related("user"), pk=request.GET["as"])
    if not sight.of_recipient(recipient) <= sight.of_user(request.user):
        raise PermissionDenied(_("This reader may see what you may not."))
    return recipient


def _view(request: SignedIn, run: Run, seen: sight.Sight, recipient: Recipient | None = None) -> HttpResponse:
    copy = rendering.cut(run, seen)
    with translation.override(run.schedule.language):
        body = mail.context(run, copy)
    return render(request, "reports/run_view.html", body | {"recipient": recipient, "is_signed_in": True})


@require_safe
@never_cache
def run_file(request: SignedIn, pk: int, name: str) -> HttpResponse:
    """The PDF or workbook for what this user may see."""
    run = _readable(request, pk)
    if name not in run.schedule.formats:
        raise Http404
    try:
        content = rendering.files(run, sight.of_user(request.user))[name].content
    except typesetting.Failed as failed:
        return respond.saved(request, f"/reports/runs/{pk}/", Trouble(failed.code).label)
    response = HttpResponse(bytes(content), content_type=mail.TYPES[name])
    response["Content-Disposition"] = f'attachment; filename="{rendering.file_name(run, name)}"'
    return response


@require_POST
def run_try_again(request: SignedIn, pk: int) -> HttpResponse:
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    said = _("It is tried again within a minute.")
    return _done(request, f"/reports/runs/{pk}/", lambda: by_hand.try_again(run, **_now(request)), said)


@require_POST
def run_send_skipped(request: SignedIn, pk: int) -> HttpResponse:
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    said = _("The report is being made; the mail goes out within a minute.")
    return _done(request, f"/reports/runs/{pk}/", lambda: by_hand.send_skipped(run, **_now(request)), said)


@require_POST
def run_let_be(request: SignedIn, pk: int) -> HttpResponse:
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    return _done(request, f"/reports/runs/{pk}/", lambda: by_hand.let_be(run, **_now(request)), _("The run is closed."))


@require_POST
def run_resolve(request: SignedIn, pk: int) -> HttpResponse:
    """One decision on the deliveries that are chosen."""
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    chosen = asked.keys(request.POST.getlist("delivery"))
    if "let_be" in request.POST:
        verb, said = delivering.let_all_be, _("The deliveries are closed.")
    else:
        verb, said = delivering.send_all_again, _("They are sent again within a minute.")
    return _done(request, f"/reports/runs/{pk}/", lambda: verb(run, chosen, **_now(request)), said)


@require_POST
def delivery_send_again(request: SignedIn, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    said = _("It is sent again within a minute.")
    url = f"/reports/runs/{delivery.run_id}/"
    return _done(request, url, lambda: delivering.send_again(delivery, **_now(request)), said)


@require_POST
def delivery_let_be(request: SignedIn, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    url = f"/reports/runs/{delivery.run_id}/"
    return _done(request, url, lambda: delivering.let_be(delivery, **_now(request)), _("The delivery is closed."))


@login_not_required
@require_safe
@never_cache
def delivery_view(request: SignedIn, token: str) -> HttpResponse:
    """An outside reader's copy, by a signed address; what she may see now, not when it was sent."""
    pk = links.read(token, links.VIEW)
    delivery = get_object_or_404(Delivery.objects.select_related("run__schedule", "recipient"), pk=pk)
    if delivery.recipient.ended_at or delivery.recipient.user_id:
        raise Http404
    copy = rendering.cut(delivery.run, sight.of_recipient(delivery.recipient))
    with translation.override(delivery.run.schedule.language):
        return render(request, "reports/run_view.html", mail.context(delivery.run, copy))


@login_not_required
@csrf_exempt
@never_cache
def unsubscribe(request: SignedIn, token: str) -> HttpResponse:
    """RFC 8058: a POST acts at once and asks for nothing; a GET only shows the button, since scanners follow links."""
    pk = links.read(token, links.UNSUBSCRIBE)
    recipient = get_object_or_404(Recipient.objects.select_related("schedule", "user"), pk=pk)
    if request.method == "POST":
        recipient.end(at=timezone.now())
        return redirect(request.path) if "from_page" in request.POST else HttpResponse("Unsubscribed.\n")
    return render(request, "reports/unsubscribe.html", {"recipient": recipient})
