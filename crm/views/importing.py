"""Moving in: choose a file, see what will come of each row, decide the doubtful ones, take in, fetch what was left."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.models import User
from accounts.requests import SignedIn
from crm.access import can_import
from crm.forms.importing import UploadForm
from crm.imports import kinds, leftovers, staging
from crm.imports.reading import UnreadableFile, check_size, read
from crm.models import ImportRow, ImportRun, ImportState, Organisation, RowOutcome
from ui import respond

PAGE = 100


@require_safe
def import_list(request: SignedIn) -> HttpResponse:
    runs = ImportRun.objects.visible_to(request.user).defer("content").select_related("by")[:100]
    labels = dict(kinds.choices())
    context = {"runs": [(run, labels.get(run.kind, run.kind)) for run in runs], "may": can_import(request.user)}
    return render(request, "crm/import_list.html", context)


def import_start(request: SignedIn) -> HttpResponse:
    require(can_import(request.user))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("crm:import_preview", _begin(request, form).pk)
        except UnreadableFile as refused:
            form.add_error("file", str(refused))
    status = 422 if form.errors else 200
    return render(request, "crm/import_start.html", {"form": form}, status=status)


def _begin(request: SignedIn, form: UploadForm) -> ImportRun:
    upload = form.cleaned_data["file"]
    check_size(upload.size)
    content = upload.read()
    kind = form.cleaned_data["kind"] or staging.guess(read(upload.name, content))
    return staging.start(kind, upload.name, content, by=request.user)


@require_safe
def import_preview(request: SignedIn, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.visible_to(request.user).defer("content"), pk=pk)
    outcome = request.GET.get("outcome", "")
    rows = run.rows.filter(outcome=outcome) if outcome else run.rows.exclude(problems=[])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "kind": kinds.KINDS[run.kind],
        "columns": _columns(run),
        "page": page,
        "outcome": outcome,
        "tabs": [(value, label, run.counts.get(value, 0)) for value, label in RowOutcome.choices],
        "ready": run.counts.get("create", 0) + run.counts.get("update", 0),
        "left": sum(run.counts.get(value, 0) for value in staging.LEFT),
        "alike": _alike(page),
        "users": User.objects.active(),
    }
    template = "crm/import_preview.html"
    if request.headers.get("HX-Target") == "progress":
        template += "#progress"
    return render(request, template, context)


def _columns(run: ImportRun) -> dict[str, Any]:
    return {column.name: column.label for columns in kinds.KINDS[run.kind].SHEETS.values() for column in columns}


def _alike(page: Any) -> dict[int, str]:
    keys = [row.target_id for row in page if row.outcome == RowOutcome.DECISION and row.target_id]
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))


@require_POST
def import_decide(request: SignedIn, pk: int, row: int) -> HttpResponse:
    """A fixed cell, or a choice: the same as one we have, a new one, or left out."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk, state=ImportState.CHECKED)
    chosen = get_object_or_404(ImportRow, pk=row, run=run)
    names = [*_columns(run), "choice"]
    fixes = {name: request.POST[name] for name in names if request.POST.get(name)}
    staging.decide(chosen, fixes, by=request.user)
    return respond.saved(request, f"{_url(run)}?{request.POST.get('query', '')}", _("Decided."))


@require_POST
def import_decide_user(request: SignedIn, pk: int) -> HttpResponse:
    """One answer for an unknown name, in every row that has it."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk, state=ImportState.CHECKED)
    user = get_object_or_404(User.objects.active(), pk=request.POST.get("user"))
    column, name = request.POST.get("column", ""), request.POST.get("name", "")
    count = staging.decide_all(run, column, name, user.name, by=request.user)
    return respond.saved(request, _url(run), _("Decided in %(count)s rows.") % {"count": count})


@require_POST
def import_carry_out(request: SignedIn, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    if staging.begin(run, by=request.user):
        staging.hint(run)
    return redirect(_url(run))


@require_safe
def import_left(request: SignedIn, pk: int, form: str) -> HttpResponseBase:
    """The rows not taken in, with their reasons, as a file that can be mended and brought back."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    return leftovers.download(run, form)


def _url(run: ImportRun) -> str:
    return f"/crm/imports/{run.pk}/"
