"""The log bar: whom and when an address says, and the words under it as she types."""

from typing import Any

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.requests import SignedIn
from crm.access import can_log_meeting
from crm.heard import Heard, heard, in_words, moment
from crm.models import Client
from ui import asked

# Clients offered, and the letters that are looked at.
SHOWN, LONGEST_QUERY = 8, 200


@require_safe
def meeting_heard(request: SignedIn) -> JsonResponse:
    """What the log bar's text is read as, for the words under it."""
    require(can_log_meeting(request.user))
    return JsonResponse({"words": in_words(request.user, text_in(request, "text")), "refused": False})


def text_in(request: SignedIn, name: str) -> str:
    return request.GET.get(name, "").strip()[:LONGEST_QUERY]


def heard_in(request: SignedIn) -> Heard:
    """Whom and when the address says: by ?client= and ?when=, or together in ?q=."""
    if query := text_in(request, "q"):
        return heard(request.user, query, SHOWN)
    text = text_in(request, "when")
    return Heard(when=text if moment(text) else "")


def of_time(text: str) -> dict[str, Any]:
    """What the form begins with when the time has been said already."""
    said = moment(text)
    if said is None:
        return {}
    return {"day": text, "time": ""} | ({"contact": said.minutes} if said.minutes else {})


def client_in(request: SignedIn, said: Heard) -> Client | None:
    """The client named by ?client=, or the only one that ?q= finds."""
    key = asked.key(request.GET.get("client")) or (said.found[0] if len(said.found) == 1 else None)
    clients = Client.objects.visible_to(request.user).select_related("organisation")
    return clients.filter(pk=key).first() if key else None
