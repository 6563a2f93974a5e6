"""Drafts of meetings: saved word for word at every pause in typing."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import can_write, require
from accounts.requests import SignedIn
from crm.models import Client, Meeting, MeetingDraft
from ui import respond
from ui.drafts import TooLong, typed_in


@require_POST
def draft_save(request: SignedIn) -> HttpResponse:
    """Keep what is typed; answers the time, to be shown. A form that has been saved as a meeting makes no new draft."""
    require(can_write(request.user))
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return JsonResponse({"error": "key"}, status=400)
    try:
        typed = typed_in(request.POST)
    except TooLong:
        return JsonResponse({"error": "size"}, status=413)
    if "meeting" in typed or not Meeting.objects.filter(form_key=key).exists():
        _keep(request, key, typed)
    return JsonResponse({"saved_at": f"{timezone.localtime():%H:%M}"})


def _keep(request: SignedIn, key: UUID, typed: dict[str, list[str]]) -> None:
    visible = Client.objects.visible_to(request.user)
    first = next((one for one in typed.get("clients", []) if one.isdigit()), None)
    meeting = next((one for one in typed.get("meeting", []) if one.isdigit()), None)
    about = {
        "client": visible.filter(pk=first).first() if first else None,
        "meeting": Meeting.objects.visible_to(request.user).filter(pk=meeting).first() if meeting else None,
    }
    MeetingDraft.objects.update_or_create(
        user=request.user, key=key, defaults={"typed": typed, "saved_at": timezone.now(), **about}
    )


@require_POST
def draft_discard(request: SignedIn, key: UUID) -> HttpResponse:
    MeetingDraft.objects.visible_to(request.user).filter(key=key).delete()
    return respond.saved(request, reverse("crm:today"), _("The draft is discarded."))
