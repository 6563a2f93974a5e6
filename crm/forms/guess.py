"""What a new meeting's form begins with, and what of it is a guess: shown as one until it is typed over or saved."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from crm.models import Client, Meeting, MeetingKind
from ui.guesses import guessed

if TYPE_CHECKING:
    from crm.forms.meeting import MeetingForm

MINUTES = {"contact": "contact_minutes", "preparation": "preparation_minutes", "travel": "travel_minutes"}
GUESSABLE = ("kind", *MINUTES, "place", "people")


def fresh(user: User, client: Client | None, at: datetime, said: dict[str, Any]) -> dict[str, Any]:
    """What is `said` already; else today, and how the last meeting with this client (or of the user) was, whose service
    areas are suggested."""
    start = {"day": f"{timezone.localtime(at):%Y-%m-%d}", "clients": [client.pk] if client else []}
    last = _last(user, client)
    guesses: dict[str, Any] = {"kind": last.kind if last else MeetingKind.IN_PERSON}
    if last:
        guesses["contact"] = last.contact_minutes or ""
    suggested: list[str] = []
    if last and client:
        guesses |= {name: getattr(last, field) or "" for name, field in MINUTES.items()} | {"place": last.place}
        guesses["people"] = [person.pk for person in last.people.all()]
        suggested = last.services
    unsaid = [name for name, value in guesses.items() if value and name not in said]
    return start | guesses | {"guessed": unsaid, "suggested": suggested} | said


def _last(user: User, client: Client | None) -> Meeting | None:
    meetings = Meeting.objects.visible_to(user).held()
    mine = meetings.filter(clients=client) if client else meetings.filter(created_by=user)
    return mine.prefetch_related("people").order_by("-starts_at").first()


def guesses_of(form: "MeetingForm") -> dict[str, str]:
    """The fields whose value is still a guess, each with its value in words: these stand beside Save as well."""
    told = {name: _in_words(form, name) for name in guessed(form, GUESSABLE)}
    return {name: words for name, words in told.items() if words}


def _in_words(form: "MeetingForm", name: str) -> str:
    value = form[name].value()
    if name == "kind":
        return {str(key): str(label) for key, label in MeetingKind.choices}.get(value, "")
    if name == "people":
        chosen = {str(key) for key in value or []}
        return ", ".join(box.choice_label for box in form[name] if str(box.data["value"]) in chosen)
    if name in MINUTES and value:
        return _("%(what)s %(minutes)s min") % {"what": str(form[name].label).lower(), "minutes": value}
    return str(value or "")


def suggest_services(form: "MeetingForm") -> list[str]:
    """The areas of the last meeting, put first and not ticked."""
    field: Any = form.fields["services"]
    suggested: list[str] = form.initial.get("suggested", [])
    field.choices = sorted(field.choices, key=lambda choice: choice[0] not in suggested)
    return suggested
