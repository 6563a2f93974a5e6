"""What the log form offers before an empty one: what she has typed and not saved, and the meeting that waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.requests import SignedIn
from crm.models import Client, Meeting, MeetingDraft, MeetingState
from crm.ties import ties_of
from ui.when import When

# Days for which a planned meeting is offered to be logged, as on Today.
WAITS = 7


@dataclass(frozen=True)
class Offer:
    """Her own of this client (or of what else is named): a draft of no meeting yet, and a meeting that is planned."""

    draft: MeetingDraft | None = None
    meeting: Meeting | None = None


def offered(request: SignedIn, client: Client | None, about: Sequence[Any], said: When | None) -> Offer:
    """Nothing when another meeting is asked for (?new=)."""
    if "new" in request.GET:
        return Offer()
    return Offer(_begun_with(request.user, client, about), _waiting(request.user, client, said) if client else None)


def _begun_with(user: User, client: Client | None, about: Sequence[Any]) -> MeetingDraft | None:
    """The latest that she has typed of this client, or of these records, without its being of a meeting already."""
    drafts = MeetingDraft.objects.visible_to(user).filter(meeting=None)
    if client:
        return drafts.filter(client=client).first()
    named = {tie.plural: [str(one.pk)] for tie in ties_of(Meeting) for one in about if isinstance(one, tie.model)}
    return drafts.filter(client=None, typed__contains=named).first() if named else None


def _waiting(user: User, client: Client, said: When | None) -> Meeting | None:
    """Her meeting with this client that waits to be logged, not for more than a week: the one that has begun last, else
    the next of today. Not of another day than is said."""
    today = timezone.localdate()
    mine = Meeting.objects.visible_to(user).filter(state=MeetingState.PLANNED, staff=user)
    days = (said.day or today,) * 2 if said else (today - timedelta(days=WAITS), today)
    found = mine.filter(clients=client, starts_at__date__range=days).order_by("-starts_at")
    now = timezone.now()
    return min(found, key=lambda one: (not one.has_begun(now), abs(one.starts_at - now)), default=None)


def begun_of(user: User, meeting: Meeting) -> MeetingDraft | None:
    """What she has typed of this meeting and not saved: she goes on there, not in an empty form beside it."""
    return MeetingDraft.objects.visible_to(user).filter(meeting=meeting).first()


def another(request: SignedIn) -> str:
    return f"{request.path}?{request.GET.urlencode()}&new=1"
