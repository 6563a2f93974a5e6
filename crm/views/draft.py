"""Drafts of meetings: saved word for word at every pause in typing; nothing is called saved that was not kept."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import can_write, require
from accounts.requests import SignedIn
from crm.forms.meeting import MeetingForm
from crm.models import Client, Meeting, MeetingDraft
from ui import asked, drafts, respond, unsaved
from ui.asked import once_key
from ui.models.draft import Seen, Superseded
from ui.once import digest_of, sent_before, typed_in_forms
from ui.question import asked_first

# The meeting form's content is summed up under one name, wherever it is sent.
WHERE = "crm.meeting"


@require_POST
def draft_save(request: SignedIn) -> HttpResponse:
    """Keep what is typed, and name its key; 409 when the form has been saved since, or another tab has gone on."""
    require(can_write(request.user))
    if (key := once_key(request.POST.get("key"))) is None:
        return drafts.refused("key", 400)
    try:
        typed = drafts.typed_in(request.POST)
    except drafts.TooLong:
        return drafts.refused("size", 413)
    if sent := sent_before(request.user, key):
        return drafts.kept(key) if sent.digest == content_of(request) else drafts.refused("saved", 409)
    try:
        draft = _keep(request, key, typed)
    except Superseded:
        return drafts.refused("newer", 409)
    return drafts.kept(key, draft, reverse("crm:draft_continue", args=[key]))


def content_of(request: SignedIn) -> str:
    return digest_of(WHERE, typed_in_forms(request.POST, [MeetingForm(user=request.user)]))


def _keep(request: SignedIn, key: UUID, typed: dict[str, list[str]]) -> MeetingDraft:
    visible = Client.objects.visible_to(request.user)
    first = next(iter(asked.keys(typed.get("clients", []))), None)
    meeting = next(iter(asked.keys(typed.get("meeting", []))), None)
    about: dict[str, Any] = {
        "client": visible.filter(pk=first).first() if first else None,
        "meeting": Meeting.objects.visible_to(request.user).filter(pk=meeting).first() if meeting else None,
    }
    where = {"user": request.user, "key": key}
    draft: MeetingDraft = MeetingDraft.keep(where, typed, Seen.said(request.POST), at=timezone.now(), **about)
    return draft


@require_POST
def draft_discard(request: SignedIn) -> HttpResponse:
    draft, key = drafts_of_form(request).first(), request.POST.get("key")
    lost = draft.words if draft else drafts.words(dict(request.POST.lists()), MeetingDraft.written)
    going_on = reverse("crm:draft_continue", args=[draft.key]) if draft else ""
    if (draft or lost) and (asked := asked_first(request, drafts.discarding(lost, going_on))):
        return asked
    if draft:
        unsaved.forget_in(request.user, draft)
    drafts_of_form(request).delete()
    return respond.saved(request, reverse("crm:today"), _("The draft is discarded."), key=key)


def drafts_of_form(request: SignedIn) -> QuerySet[MeetingDraft]:
    """The draft of the form that is sent, if there is one."""
    key: Any = once_key(request.POST.get("key"))
    return MeetingDraft.objects.visible_to(request.user).filter(key=key)
