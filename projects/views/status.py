"""Posting a status report, correcting one by another, and reading one as it was posted."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.requests import SignedIn
from journal.models import Masking
from projects import suggest
from projects.access import can_report_status
from projects.forms.status import StatusForm
from projects.models import DIMENSIONS, Project, ProjectState, StatusReport, asking
from projects.project_page import reasons
from projects.then import Past
from projects.views.project import detail_url, readable
from projects.views.status_draft import address, drafts_of, is_overtaken, newest_by, to_correct, typed_of
from projects.views.typed import typed
from ui.drafts import initial
from ui.form_page import form_view
from ui.form_page import typed as typed_in
from ui.forms import differences
from ui.once import Done
from ui.pictures.svg import SYMBOLS


@form_view
def status_post(request: SignedIn, pk: int) -> HttpResponse:
    project = readable(request, pk)
    require(can_report_status(request.user, project))
    corrects = to_correct(request.GET, project)
    last = corrects or project.status_reports.filter(corrected_by=None).first()
    draft = drafts_of(request, project, corrects).first()
    begun = StatusForm.from_report(last) | {"on": timezone.localdate()}
    if corrects:
        # It is what was said of that day.
        begun |= {"on": corrects.on, "guessed": []}
    asked = asking.since(last) if last else {}
    form = StatusForm(typed_in(request), initial=initial(draft.typed, ("guessed",)) if draft else begun, asked=asked)
    if request.method == "POST" and draft and is_overtaken(draft, request):
        return status_both(request, pk)

    def act(values: dict[str, Any]) -> Done:
        made = project.post_status(by=request.user, at=timezone.now(), corrects=corrects, **values)
        drafts_of(request, project, corrects).delete()
        return Done(detail_url(project), _("The status is posted."), made=made)

    context = _context(request, project, corrects, draft, form)
    context |= {"last": last, "template": "projects/status_post.html"}
    title = _title(corrects)
    rows = project.status_reports.filter(by=request.user)
    return typed(request, form, act, project=project, title=title, again=_as_posted, rows=rows, **context)


def _title(corrects: StatusReport | None) -> str:
    return _("Correct the status report") if corrects else _("Write status")


def _context(
    request: SignedIn, project: Project, corrects: StatusReport | None, draft: Any, form: StatusForm
) -> dict[str, Any]:
    on = form.day(timezone.localdate())
    said = suggest.suggest(Past([project], ProjectState.objects.of([project])).of(project, on))
    return {
        "suggested": {name: (one["light"], reasons(one)) for name, one in said.items()},
        "suggested_on": on,
        "draft": draft,
        "typed": draft and typed_of(draft),
        "newest": newest_by(request, project),
        "corrects": corrects,
        "risks": project.risks.filter(closed_on=None)[:5],
        "action": address(project, corrects),
    }


def _as_posted(report: StatusReport) -> StatusForm:
    return StatusForm(initial=StatusForm.from_report(report) | {"on": report.on})


@require_POST
def status_both(request: SignedIn, pk: int) -> HttpResponse:
    """The form as it is typed here, beside the draft as another tab or device has left it."""
    project = readable(request, pk)
    require(can_report_status(request.user, project))
    corrects = to_correct(request.POST, project)
    draft = get_object_or_404(drafts_of(request, project, corrects))
    form = StatusForm(request.POST)
    both = differences(form, StatusForm(initial=initial(draft.typed, ("guessed",))))
    context = _context(request, project, corrects, draft, form) | {"form": form, "title": _title(corrects)}
    shown = context | {"conflict": both, "is_superseded": True, "project": project}
    return render(request, "projects/status_post.html", shown, status=409)


@require_safe
def status_detail(request: SignedIn, pk: int, report: int) -> HttpResponse:
    project = readable(request, pk)
    reports = project.status_reports.select_related("by", "corrects", "corrected_by")
    found = get_object_or_404(reports, pk=report)
    rows = [
        (label, getattr(found, name), found.comments.get(name, ""), found.recovery.get(name, ""), _said(found, name))
        for name, label in DIMENSIONS.items()
    ]
    context = {
        "project": project,
        "report": found,
        "rows": rows,
        "dropped": asking.dropped(found),
        "symbols": SYMBOLS,
        "masked": Masking.last_of(found),
        "may_correct": bool(can_report_status(request.user, project)) and not project.is_ended,
    }
    return render(request, "projects/status_detail.html", context)


def _said(report: StatusReport, name: str) -> tuple[str, str] | None:
    """What the rules said of the dimension, when it was another light."""
    said = report.suggested.get(name)
    return (said["light"], reasons(said)) if said and name in report.differing else None
