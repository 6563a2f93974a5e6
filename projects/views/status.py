"""Posting a status report, correcting one by another, and reading one as it was posted."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.requests import SignedIn
from projects import suggest
from projects.access import can_report_status
from projects.forms.status import StatusForm
from projects.models import DIMENSIONS, StatusReport
from projects.project_page import reasons
from projects.views.project import detail_url, readable
from projects.views.status_draft import drafts_of, newest_by, to_correct
from projects.views.typed import form_view, typed
from ui.drafts import initial
from ui.pictures.svg import SYMBOLS


@form_view
def status_post(request: SignedIn, pk: int) -> HttpResponse:
    project = readable(request, pk)
    require(can_report_status(request.user, project))
    corrects = to_correct(request.GET, project)
    last = corrects or project.status_reports.filter(corrected_by=None).first()
    draft = drafts_of(request, project, corrects).first()
    begun = StatusForm.from_report(last) | {"on": corrects.on if corrects else timezone.localdate()}
    form = StatusForm(request.POST or None, initial=initial(draft.typed) if draft else begun)

    def act(values: dict[str, Any]) -> str:
        with transaction.atomic():
            project.post_status(by=request.user, at=timezone.now(), corrects=corrects, **values)
            drafts_of(request, project, corrects).delete()
        return detail_url(project)

    said = suggest.suggest(project, timezone.localdate())
    context: dict[str, Any] = {
        "suggested": {name: (one["light"], reasons(one)) for name, one in said.items()},
        "last": last,
        "draft": draft,
        "newest": newest_by(request, project),
        "corrects": corrects,
        "risks": project.risks.filter(closed_on=None)[:5],
        "template": "projects/status_post.html",
    }
    title = _("Correct the status report") if corrects else _("Write status")
    return typed(request, form, act, project=project, title=title, done=_("The status is posted."), **context)


@require_safe
def status_detail(request: HttpRequest, pk: int, report: int) -> HttpResponse:
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
        "symbols": SYMBOLS,
        "may_correct": bool(can_report_status(request.user, project)) and not project.is_ended,
    }
    return render(request, "projects/status_detail.html", context)


def _said(report: StatusReport, name: str) -> tuple[str, str] | None:
    """What the rules said of the dimension, when it was another light."""
    said = report.suggested.get(name)
    return (said["light"], reasons(said)) if said and name in report.differing else None
