"""Pages of a run and its deliveries: how it went, what was sent, and what a person decides of the rest."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.requests import SignedIn
from journal.models import Masking
from mail import pausing
from mail.models import STUCK, UNFINISHED, MailState
from reports import by_hand, delivering, mail, rendering, sight, typesetting
from reports.access import can_edit_schedule
from reports.models import UNCHOSEN, Delivery, Recipient, Rendering, Run, RunState, Trouble
from reports.views import questions
from reports.views.pressing import done, now
from reports.words import period
from ui import asked, respond

# A page of what is still under way follows it by itself; a mail that waits for the server's better day does not count.
MAKING = {RunState.DUE, RunState.FROZEN}
MOVING = {MailState.PLANNED, MailState.CLAIMED, MailState.SENDING}


@require_safe
def run_detail(request: SignedIn, pk: int) -> HttpResponse:
    runs = Run.objects.visible_to(request.user).counted().select_related("schedule__owner")
    run = get_object_or_404(runs, pk=pk)
    deliveries = run.deliveries.visible_to(request.user).select_related("recipient__user", "resolved_by")
    may = can_edit_schedule(request.user, run.schedule)
    context = {"run": run, "deliveries": deliveries, "may": may, "stuck": STUCK, "unchosen": UNCHOSEN}
    context["masked"] = Masking.last_of(run)
    if run.state == RunState.DELIVERING:
        context["pause"] = pausing.current()
        context["waiting"] = sum(one.state in UNFINISHED for one in deliveries)
    context["files"] = _files(run) if may else []
    context["is_moving"] = run.state in MAKING or any(one.state in MOVING for one in deliveries)
    return render(request, "reports/run_detail.html", context)


def _files(run: Run) -> QuerySet[Rendering]:
    """The run's files with their sizes, and how many have been sent each."""
    sent = Delivery.objects.filter(run=run, sight=OuterRef("sight"), state=MailState.ACCEPTED)
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
    recipient = get_object_or_404(run.schedule.recipients.select_related("user"), pk=asked.key(request.GET["as"]))
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
        content = rendering.again(run, sight.of_user(request.user))[name].content
    except typesetting.Failed as failed:
        return respond.saved(request, f"/reports/runs/{pk}/", Trouble(failed.code).label)
    response = HttpResponse(bytes(content), content_type=mail.TYPES[name])
    response["Content-Disposition"] = f'attachment; filename="{rendering.file_name(run, name)}"'
    return response


@require_POST
def run_try_again(request: SignedIn, pk: int) -> HttpResponse:
    run = get_object_or_404(Run.objects.visible_to(request.user).select_related("schedule"), pk=pk)
    require(can_edit_schedule(request.user, run.schedule))
    url, said = f"/reports/runs/{pk}/", _("It is tried again within a minute.")
    return done(request, url, lambda: by_hand.try_again(run, **now(request)), said, ask=questions.send([run], url))


@require_POST
def run_send_skipped(request: SignedIn, pk: int) -> HttpResponse:
    run = get_object_or_404(Run.objects.visible_to(request.user).select_related("schedule"), pk=pk)
    require(can_edit_schedule(request.user, run.schedule))
    url, said = f"/reports/runs/{pk}/", _("The report is being made; the mail goes out within a minute.")
    return done(request, url, lambda: by_hand.send_skipped(run, **now(request)), said, ask=questions.send([run], url))


@require_POST
def run_let_be(request: SignedIn, pk: int) -> HttpResponse:
    run = get_object_or_404(Run.objects.visible_to(request.user).select_related("schedule"), pk=pk)
    require(can_edit_schedule(request.user, run.schedule))
    url, said = f"/reports/runs/{pk}/", _("The run is closed.")
    text = _("Let the report “%(name)s” for %(period)s be?") % {"name": run.schedule, "period": period(run.period)}
    return done(request, url, lambda: by_hand.let_be(run, **now(request)), said, ask=questions.let_be(text, url))


@require_POST
def held_decide(request: SignedIn) -> HttpResponse:
    """One decision on those of the chosen runs that are held still."""
    chosen = Run.objects.visible_to(request.user).filter(pk__in=asked.keys(request.POST.getlist("run")))
    runs = list(chosen.filter(state=RunState.HELD).select_related("schedule").defer("data"))
    for run in runs:
        require(can_edit_schedule(request.user, run.schedule))
    is_sent = "send" in request.POST
    ask = (questions.send(runs, "/") if is_sent else questions.let_runs_be(runs)) if runs else None
    said = _said_of(len(runs), is_sent)
    return done(request, "/", lambda: by_hand.decide_on_held(runs, is_sent=is_sent, **now(request)), said, ask=ask)


def _said_of(number: int, is_sent: bool) -> str:
    if is_sent:
        return ngettext("It is sent within a minute.", "They are sent within a minute.", number)
    return ngettext("It is let be.", "They are let be.", number)


@require_POST
def run_resolve(request: SignedIn, pk: int) -> HttpResponse:
    """One decision on the deliveries that are chosen."""
    run = get_object_or_404(Run.objects.visible_to(request.user).select_related("schedule"), pk=pk)
    require(can_edit_schedule(request.user, run.schedule))
    url, chosen = f"/reports/runs/{pk}/", asked.keys(request.POST.getlist("delivery"))
    if "let_be" not in request.POST:
        mails = run.deliveries.filter(pk__in=chosen, state__in=STUCK).select_related("recipient__user")
        said = ngettext("It is sent again within a minute.", "They are sent again within a minute.", len(mails))
        ask = questions.send_again(mails, url) if mails else None
        return done(request, url, lambda: delivering.send_all_again(run, chosen, **now(request)), said, ask=ask)
    text = ngettext("Let %(number)d mail be?", "Let %(number)d mails be?", len(chosen)) % {"number": len(chosen)}
    said = ngettext("The delivery is closed.", "The deliveries are closed.", len(chosen))
    ask = questions.let_be(text, url)
    return done(request, url, lambda: delivering.let_all_be(run, chosen, **now(request)), said, ask=ask)


@require_POST
def delivery_send_again(request: SignedIn, pk: int) -> HttpResponse:
    delivery = _delivery_to_decide_on(request, pk)
    url, said = f"/reports/runs/{delivery.run_id}/", _("It is sent again within a minute.")
    ask = questions.send_again([delivery], url)
    return done(request, url, lambda: delivering.send_again(delivery, **now(request)), said, ask=ask)


@require_POST
def delivery_let_be(request: SignedIn, pk: int) -> HttpResponse:
    delivery = _delivery_to_decide_on(request, pk)
    url, said = f"/reports/runs/{delivery.run_id}/", _("The delivery is closed.")
    ask = questions.let_be(_("Let the mail to %(reader)s be?") % {"reader": delivery.recipient}, url)
    return done(request, url, lambda: delivering.let_be(delivery, **now(request)), said, ask=ask)


def _delivery_to_decide_on(request: SignedIn, pk: int) -> Delivery:
    deliveries = Delivery.objects.visible_to(request.user).select_related("run__schedule", "recipient__user")
    delivery = get_object_or_404(deliveries, pk=pk)
    require(can_edit_schedule(request.user, delivery.run.schedule))
    return delivery
