"""Drafts of status reports: saved word for word at every pause in typing, gone on with by opening the form again."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from accounts.requests import SignedIn
from projects.access import can_report_status
from projects.models import Project, StatusDraft, StatusReport
from projects.views.project import detail_url, readable
from ui import asked, drafts, respond
from ui.models.draft import Seen, Superseded
from ui.question import asked_first


@require_POST
def status_draft_save(request: SignedIn, pk: int) -> HttpResponse:
    """Keep what is typed, and name its form's key; 409 when the report is posted, or another tab has gone on."""
    project = readable(request, pk)
    require(can_report_status(request.user, project))
    key = request.POST.get("key", "")
    try:
        typed = drafts.typed_in(request.POST)
    except drafts.TooLong:
        return drafts.refused("size", 413)
    corrects = to_correct(request.POST, project)
    if request.POST.get("newest", "") != str(newest_by(request, project)):
        return drafts.refused("saved", 409)
    where = {"user": request.user, "project": project, "corrects": corrects}
    try:
        draft = StatusDraft.keep(where, typed, Seen.said(request.POST), at=timezone.now())
    except Superseded:
        return drafts.refused("newer", 409)
    return drafts.kept(key, draft, address(project, corrects))


def address(project: Project, corrects: StatusReport | None) -> str:
    """Where the report is written, and its draft gone on with."""
    url = reverse("projects:status_post", args=[project.pk])
    return f"{url}?corrects={corrects.pk}" if corrects else url


def is_overtaken(draft: StatusDraft, request: SignedIn) -> bool:
    """Whether another tab or device has gone on with it since the form was opened."""
    try:
        draft.is_ahead_of(Seen.said(request.POST))
    except Superseded:
        return True
    return False


def typed_of(draft: StatusDraft) -> QueryDict:
    """What the draft's form carries unseen, its key above all."""
    typed = QueryDict(mutable=True)
    for name, texts in draft.typed.items():
        typed.setlist(name, texts)
    return typed


@require_POST
def status_draft_discard(request: SignedIn, pk: int) -> HttpResponse:
    project = readable(request, pk)
    corrects = to_correct(request.POST, project)
    found = drafts_of(request, project, corrects)
    draft = found.first()
    if draft and (asked := asked_first(request, drafts.discarding(draft.words, address(project, corrects)))):
        return asked
    found.delete()
    return respond.saved(request, detail_url(project), _("The draft is discarded."), key=request.POST.get("key"))


def drafts_of(request: SignedIn, project: Project, corrects: StatusReport | None) -> QuerySet[Any]:
    return StatusDraft.objects.visible_to(request.user).filter(project=project, corrects=corrects)


def newest_by(request: SignedIn, project: Project) -> int:
    """The key of the latest report its reader has posted; an open form that knows an older one is done with."""
    mine = project.status_reports.filter(by=request.user.pk).order_by("-pk")
    return mine.values_list("pk", flat=True).first() or 0


def to_correct(query: QueryDict, project: Project) -> StatusReport | None:
    key = asked.key(query.get("corrects"))
    return get_object_or_404(project.status_reports.all(), pk=key) if key else None
