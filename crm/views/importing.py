"""Moving in: choose a file, match its columns, see and decide the rows, take in, fetch what was left."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import can_administer, require
from accounts.models import User
from accounts.requests import SignedIn
from crm.forms.importing import InviteForm, MatchForm, UploadForm, chosen
from imports import asking, carrying, kinds, leftovers, staging, telling
from imports.access import can_import
from imports.models import ImportRun, ImportState, RowOutcome
from imports.plan import DIFFERS
from imports.preview import NONE, Preview, typed_fixes
from imports.reading import UnreadableFile, check_size
from mail import account_mails
from ui import asked, respond
from ui.form_page import FormPage, typed
from ui.once import Done
from ui.waking import wake

PAGE = 50


@require_safe
def import_list(request: SignedIn) -> HttpResponse:
    runs = ImportRun.objects.visible_to(request.user).defer("content").select_related("by")[:100]
    labels = dict(kinds.choices())
    context = {"runs": [(run, labels.get(run.kind, run.kind)) for run in runs], "may": can_import(request.user)}
    return render(request, "crm/import_list.html", context)


def import_start(request: SignedIn) -> HttpResponse:
    require(can_import(request.user))
    data = typed(request)
    form = UploadForm(data, request.FILES) if data is not None else UploadForm()
    return FormPage(request, "crm/import_start.html", form).answer(lambda: _begin(request, form))


def _begin(request: SignedIn, form: UploadForm) -> Done:
    try:
        run = _received(request, form)
    except UnreadableFile as refused:
        raise ValidationError({"file" if form.cleaned_data["file"] else "pasted": str(refused)}) from None
    return Done(_next(run), made=run)


def _received(request: SignedIn, form: UploadForm) -> ImportRun:
    upload, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    if upload is None:
        return staging.receive(kind, _("Pasted rows") + ".csv", form.cleaned_data["pasted"].encode(), by=request.user)
    check_size(upload.size)
    return staging.receive(kind, upload.name, upload.read(), by=request.user)


def _next(run: ImportRun) -> str:
    """To the columns; or to the rows at once, when a person has matched such headings before."""
    if run.state == ImportState.UPLOADED:
        return reverse("crm:import_match", args=[run.pk])
    wake(run)
    return _url(run)


def import_match(request: SignedIn, pk: int) -> HttpResponse:
    """Which column of the file is which of Fyr's; with "show" only another sheet, heading row or kind is looked at."""
    states = [ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED]
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk, state__in=states)
    sent: Any = typed(request) or {}
    run.choices = chosen(sent, run.choices)
    try:
        sheets = staging.sheets_of(run)
    except UnreadableFile as refused:
        return _unreadable(request, str(refused))
    form = MatchForm(run.kind, run.mapping, sheets, sent, run.choices)
    told: list[str] = []
    if request.method == "POST" and "show" not in sent:
        told = staging.match(run, form.kind, form.mapping(), by=request.user, choices=run.choices)
        if not told:
            wake(run)
            return redirect("crm:import_preview", run.pk)
    context = {"run": run, "match": form, "kinds": kinds.choices(), "told": told}
    return render(request, "crm/import_match.html", context, status=respond.UNPROCESSABLE if told else 200)


def _unreadable(request: SignedIn, told: str) -> HttpResponse:
    """What was kept cannot be read any more, or not as was just chosen: it is said, and the way is another file."""
    messages.error(request, told)
    return redirect("crm:import_start")


@require_safe
def import_preview(request: SignedIn, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.visible_to(request.user).defer("content"), pk=pk)
    if run.state == ImportState.UPLOADED:
        return redirect("crm:import_match", run.pk)
    template = "crm/import_preview.html"
    if request.headers.get("HX-Target") == "progress" and run.state in carrying.AT_WORK:
        return render(request, f"{template}#progress", _progress(run))
    response = render(request, template, _progress(run) | _rows(request, run))
    if request.headers.get("HX-Target") == "progress":
        # The work is done: the whole page has something new to show.
        response.headers["HX-Refresh"] = "true"
    return response


def _progress(run: ImportRun) -> dict[str, Any]:
    ready = run.counts.get("create", 0) + run.counts.get("update", 0)
    left = sum(run.counts.get(value, 0) for value in staging.LEFT)
    done = carrying.rows_done(run) if run.state == ImportState.RUNNING else None
    return {"run": run, "kind": kinds.KINDS[run.kind], "ready": ready, "left": left, "done": done}


def _rows(request: SignedIn, run: ImportRun) -> dict[str, Any]:
    outcome = request.GET.get("outcome", "")
    page = Paginator(_chosen(run, outcome), PAGE).get_page(request.GET.get("page"))
    preview = Preview(run, request.user, is_open=run.state in staging.DECIDABLE)
    return {
        "page": page,
        "tables": preview.tables(page),
        "repeated": preview.repeated() if not outcome and run.state in staging.DECIDABLE else [],
        "offers": preview.offers() if run.state in staging.DECIDABLE else [],
        "defaults": preview.defaults(),
        "strangers": staging.strangers(run) if run.state in staging.DECIDABLE and can_administer(request.user) else [],
        "may_decide": run.state in staging.DECIDABLE,
        "told_of_file": telling.shown(run),
        "unmatched": telling.untaken(run),
        "asked": asking.questions(run),
        "outcome": outcome,
        "tabs": _tabs(run),
        "none": NONE,
    }


def _chosen(run: ImportRun, outcome: str) -> Any:
    if outcome == "remarks":
        return run.rows.exclude(problems=[]).filter(outcome__in=[RowOutcome.CREATE, RowOutcome.UPDATE])
    if outcome == "differs":
        may_differ = [RowOutcome.UNCHANGED, RowOutcome.UPDATE]
        return run.rows.filter(outcome__in=may_differ, problems__contains=[{"code": DIFFERS}], taken_at=None)
    if outcome in RowOutcome.values:
        return run.rows.filter(outcome=outcome)
    return run.rows.filter(outcome__in=[RowOutcome.DECISION, RowOutcome.ERROR])


def _tabs(run: ImportRun) -> list[tuple[str, Any, int, str]]:
    """(outcome, label, rows, light): what needs a person first; what there is none of is left out."""
    counts = run.counts
    tabs = [
        ("decision", _("To decide"), counts.get("decision", 0), "watch"),
        ("error", _("Errors"), counts.get("error", 0), "off_track"),
        ("duplicate", _("Duplicates and left out"), counts.get("duplicate", 0), ""),
        ("remarks", _("Ready, with remarks"), _chosen(run, "remarks").count(), ""),
        ("differs", _("Here, but otherwise"), _chosen(run, "differs").count(), "watch"),
        ("create", _("New"), counts.get("create", 0), "on_track"),
        ("update", _("Updates"), counts.get("update", 0), "on_track"),
        ("unchanged", _("Here already"), counts.get("unchanged", 0), ""),
    ]
    needs = counts.get("decision", 0) + counts.get("error", 0)
    return [("", _("Needs you"), needs, ""), *(tab for tab in tabs if tab[2])]


@require_POST
def import_decide(request: SignedIn, pk: int) -> HttpResponse:
    """Cells mended and choices made in the rows of one page; nothing is taken in yet."""
    run = _decidable(request, pk)
    count = staging.decide(run, _typed(request, run), by=request.user)
    return respond.saved(request, f"{_url(run)}?{request.POST.get('query', '')}", _decided(count))


def _decided(count: int) -> str:
    if not count:
        return _("Checked again.")
    return ngettext("Decided in %(count)s row.", "Decided in %(count)s rows.", count) % {"count": count}


def _decidable(request: SignedIn, pk: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk, state__in=staging.DECIDABLE)


def _typed(request: SignedIn, run: ImportRun) -> dict[int, dict[str, str]]:
    typed = request.POST.dict()
    if taken := typed.pop("use", ""):
        pk, column, text = taken.split("-", 2) if taken.count("-") > 1 else ("", "", "")
        typed[f"{pk}-{column}"] = text
    keys = asked.keys(name.partition("-")[0] for name in typed)
    return typed_fixes(run.rows.filter(pk__in=keys), typed)


@require_POST
def import_decide_all(request: SignedIn, pk: int) -> HttpResponse:
    """One answer for a text that is wrong in several rows."""
    run = _decidable(request, pk)
    column, text, fix = (request.POST.get(name, "") for name in ("column", "text", "fix"))
    count = staging.decide_all(run, column, text, "" if fix == NONE else fix, by=request.user) if fix else 0
    return respond.saved(request, _url(run), _decided(count))


@require_POST
def import_choose_all(request: SignedIn, pk: int) -> HttpResponse:
    """One choice for every row that waits for the same reason."""
    run = _decidable(request, pk)
    count = staging.choose_all(run, request.POST.get("code", ""), request.POST.get("choice", ""), by=request.user)
    return respond.saved(request, _url(run), _decided(count))


def import_invite(request: SignedIn, pk: int) -> HttpResponse:
    """People that the file names become users: the address beside each name, one mail each."""
    require(can_administer(request.user))
    run = _decidable(request, pk)
    form = InviteForm(staging.strangers(run), typed(request))

    def act() -> Done:
        invited = [
            User.objects.invite(by=request.user, name=name, email=email, role=form.cleaned_data["role"])
            for name, email in form.invited()
        ]
        staging.decide(run, {}, by=request.user)
        for user in invited:
            account_mails.invite(user, by=request.user, at=timezone.now())
        count = len(invited)
        said = ngettext("%(count)s person is invited.", "%(count)s people are invited.", count) % {"count": count}
        return Done(_url(run), said=said)

    return FormPage(request, "crm/import_invite.html", form, {"run": run}).answer(act)


@require_POST
def import_choose(request: SignedIn, pk: int) -> HttpResponse:
    """How a column's days are written, said once for all its rows; or that a line is a row after all."""
    run = _decidable(request, pk)
    names = {name.removeprefix("order-"): text for name, text in request.POST.items() if name.startswith("order-")}
    number, _dash, sheet = request.POST.get("line", "").partition("-")
    lines = [[sheet, line]] if (line := asked.key(number)) else []
    orders = {name: text for name, text in names.items() if text}
    staging.choose(run, {"orders": orders, "lines": lines}, by=request.user)
    return respond.saved(request, _url(run), _("Checked again."))


@require_POST
def import_carry_out(request: SignedIn, pk: int) -> HttpResponse:
    """Take in what is ready, with what has just been typed."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    if run.state in staging.DECIDABLE and (typed := _typed(request, run)):
        staging.decide(run, typed, by=request.user)
    if carrying.begin(run, by=request.user):
        wake(run)
    return redirect(_url(run))


@require_safe
def import_left(request: SignedIn, pk: int, form: str) -> HttpResponseBase:
    """The rows not taken in, with their reasons, as a file that can be mended and brought back."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    return leftovers.download(run, form, request.user)


def _url(run: ImportRun) -> str:
    return reverse("crm:import_preview", args=[run.pk])
