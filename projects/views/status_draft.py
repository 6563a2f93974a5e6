"""Drafts of status reports: saved word for word at every pause in typing, gone on with by opening the form again."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from accounts.requests import SignedIn
from projects.access import can_report_status
from projects.models import Project, StatusDraft, StatusReport
from projects.views.project import detail_url, readable
from ui import respond
from ui.drafts import TooLong, typed_in


@require_POST
def status_draft_save(request: SignedIn, pk: int) -> HttpResponse:
    """Keep what is typed; answers the time, to be shown. What arrives after the report was posted is not kept."""
    project = readable(request, pk)
    require(can_report_status(request.user, project))
    try:
        typed = typed_in(request.POST)
    except TooLong:
        return JsonResponse({"error": "size"}, status=413)
    at, corrects = timezone.now(), to_correct(request.POST, project)
    if request.POST.get("newest", "") == str(newest_by(request, project)):
        StatusDraft.objects.update_or_create(
            user=request.user, project=project, corrects=corrects, defaults={"typed": typed, "saved_at": at}
        )
    return JsonResponse({"saved_at": f"{timezone.localtime(at):%H:%M}"})


@require_POST
def status_draft_discard(request: SignedIn, pk: int) -> HttpResponse:
    project = readable(request, pk)
    drafts_of(request, project, to_correct(request.POST, project)).delete()
    return respond.saved(request, detail_url(project), _("The draft is discarded."))


def drafts_of(request: SignedIn, project: Project, corrects: StatusReport | None) -> QuerySet[Any]:
    return StatusDraft.objects.visible_to(request.user).filter(project=project, corrects=corrects)


def newest_by(request: SignedIn, project: Project) -> int:
    """The key of the latest report its reader has posted; an open form that knows an older one is done with."""
    mine = project.status_reports.filter(by=request.user.pk).order_by("-pk")
    return mine.values_list("pk", flat=True).first() or 0


def to_correct(query: QueryDict, project: Project) -> StatusReport | None:
    key = query.get("corrects", "")
    return get_object_or_404(project.status_reports.all(), pk=key) if key.isdecimal() else None
