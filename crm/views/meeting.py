"""Meetings: logging and planning them, the list, and one meeting with its note."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.requests import SignedIn
from crm.access import can_edit_meeting, can_log_meeting
from crm.filters.meeting import MeetingFilter
from crm.forms.meeting import FIRST_SERVICES, MeetingForm, fresh, of_meeting
from crm.models import Client, Meeting, MeetingDraft, MeetingState, Person, ServiceArea
from crm.models.meeting import state_when
from crm.search import find_clients
from ui import respond
from ui.forms import differences, refuse
from ui.versions import Changed

PAGE = 50


def meeting_log(request: SignedIn) -> HttpResponse:
    """The form of a new meeting: empty, begun as a draft, or for a planned meeting that has been held (?meeting=)."""
    require(can_log_meeting(request.user))
    if request.method == "POST":
        return _log(request)
    client = _client(request)
    initial = fresh(request.user, client, timezone.now())
    form = MeetingForm(user=request.user, clients=[client] if client else [], initial=initial)
    return _panel(request, form, client=client)


def _log(request: SignedIn) -> HttpResponse:
    form = MeetingForm(request.POST, user=request.user)
    if not form.is_valid():
        return _panel(request, form, status=422)
    at = timezone.now()
    values = form.values()
    try:
        with transaction.atomic():
            meeting = _known(request, form) or Meeting.log(
                by=request.user,
                at=at,
                key=form.cleaned_data["key"],
                people=_people(request, form),
                tasks=form.tasks(),
                state=state_when(values["starts_at"], at, is_time_known=values["is_time_known"]),
                **values,
            )
            MeetingDraft.objects.filter(user=request.user, key=form.cleaned_data["key"]).delete()
    except ValidationError as error:
        refuse(form, error)
        return _panel(request, form, status=422)
    return _saved(request, meeting, next(iter(form.shown_clients), None))


def _known(request: SignedIn, form: MeetingForm) -> Meeting | None:
    """The meeting that this form has made before: sent again, it must not put its new person there twice. Without one,
    the meeting itself sees to it."""
    if not form.cleaned_data["new_person"]:
        return None
    return Meeting.objects.filter(form_key=form.cleaned_data["key"], created_by=request.user).first()


def _people(request: SignedIn, form: MeetingForm) -> list[Person]:
    """Those ticked, and a new one put at the first client; in the transaction of the meeting."""
    people = list(form.cleaned_data["people"])
    if name := form.cleaned_data["new_person"]:
        at = timezone.now()
        person = Person.add(name=name, by=request.user, at=at)
        person.join(form.shown_clients[0].organisation, by=request.user, at=at)
        people.append(person)
    return people


def _saved(request: SignedIn, meeting: Meeting, client: Client | None) -> HttpResponse:
    if "another" in request.POST:
        url = reverse("crm:meeting_log")
    else:
        url = reverse("crm:client_detail", args=[client.pk]) if client else reverse("crm:today")
    message = _("Meeting saved.") if meeting.is_held else _("Meeting planned.")
    return respond.saved(request, url, message)


def _client(request: SignedIn) -> Client | None:
    """The client named by ?client=, or the only one that ?q= finds."""
    clients = Client.objects.visible_to(request.user).select_related("organisation")
    key = request.GET.get("client", "")
    if key.isdigit() and len(key) < 16:
        return clients.filter(pk=key).first()
    if query := request.GET.get("q", "").strip():
        found = find_clients(request.user, query, 2)
        return clients.filter(pk=found[0]).first() if len(found) == 1 else None
    return None


def _panel(request: SignedIn, form: MeetingForm, *, status: int = 200, **context: Any) -> HttpResponse:
    query = request.GET.get("q", "")
    asked = find_clients(request.user, query, 8) if query and not form.shown_clients else []
    options = Client.objects.visible_to(request.user).select_related("organisation").filter(pk__in=asked)
    context |= {
        "form": form,
        "clients": form.shown_clients,
        "options": options,
        "query": query,
        "first_services": FIRST_SERVICES,
    }
    return render(request, "crm/meeting_log.html", context, status=status)


@require_safe
def draft_continue(request: SignedIn, key: UUID) -> HttpResponse:
    """The form as it was typed, errors and all, at any device."""
    draft = get_object_or_404(MeetingDraft.objects.visible_to(request.user), key=key)
    typed = QueryDict(mutable=True)
    for name, texts in draft.typed.items():
        typed.setlist(name, texts)
    keys = [key for key in typed.getlist("clients") if key.isdigit()]
    clients = Client.objects.visible_to(request.user).select_related("organisation").filter(pk__in=keys)
    form = MeetingForm(user=request.user, clients=clients, meeting=draft.meeting, initial=_initial(typed))
    return _panel(request, form, client=draft.client, meeting=draft.meeting, draft=draft)


def _initial(typed: QueryDict) -> dict[str, Any]:
    many = ("clients", "people", "services")
    return {name: typed.getlist(name) if name in many else typed[name] for name in typed}


@require_safe
def meeting_detail(request: SignedIn, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("created_by"), pk=pk)
    context = {
        "meeting": meeting,
        "clients": meeting.clients.select_related("organisation"),
        "people": meeting.people.all(),
        "staff": meeting.staff.all(),
        "tasks": meeting.tasks.select_related("owner"),
        "services": [ServiceArea(value).label for value in meeting.services],
        "may": can_edit_meeting(request.user, meeting),
    }
    return render(request, "crm/meeting_detail.html", context)


def meeting_change(request: SignedIn, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    require(can_edit_meeting(request.user, meeting))
    clients = list(meeting.clients.select_related("organisation"))
    data = request.POST if request.method == "POST" else None
    form = MeetingForm(data, user=request.user, clients=clients, meeting=meeting, initial=of_meeting(meeting))
    if data is None:
        return _panel(request, form, meeting=meeting)
    if not form.is_valid():
        return _panel(request, form, meeting=meeting, status=422)
    return _change(request, form, meeting)


def _change(request: SignedIn, form: MeetingForm, meeting: Meeting) -> HttpResponse:
    at = timezone.now()
    values = form.values()
    version = form.cleaned_data["version"]
    try:
        with transaction.atomic():
            meeting.change(
                by=request.user,
                at=at,
                version=version,
                people=_people(request, form),
                tasks=form.tasks(),
                state=state_when(values["starts_at"], at, is_time_known=values["is_time_known"]),
                **values,
            )
    except Changed as changed:
        now: Any = changed.current
        current = MeetingForm(user=request.user, clients=form.shown_clients, meeting=now, initial=of_meeting(now))
        context = {"meeting": meeting, "differences": differences(form, current), "current": now}
        return _panel(request, form, status=422, **context)
    except ValidationError as error:
        refuse(form, error)
        return _panel(request, form, meeting=meeting, status=422)
    MeetingDraft.objects.filter(user=request.user, key=form.cleaned_data["key"]).delete()
    return respond.saved(request, reverse("crm:meeting_detail", args=[meeting.pk]), _("Meeting saved."))


@require_POST
def meeting_cancel(request: SignedIn, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    url = reverse("crm:meeting_detail", args=[pk])
    try:
        meeting.cancel(by=request.user, at=timezone.now(), reason=request.POST.get("reason", "")[:200])
    except ValidationError as error:
        return respond.saved(request, url, " ".join(error.messages))
    return respond.saved(request, url, _("The meeting is cancelled."))


@require_safe
def meeting_list(request: SignedIn) -> HttpResponse:
    """The latest first; cancelled ones only when they are asked for."""
    visible = Meeting.objects.visible_to(request.user)
    if request.GET.get("state") != MeetingState.CANCELLED:
        visible = visible.exclude(state=MeetingState.CANCELLED)
    filters = MeetingFilter(request.GET, queryset=visible, request=request)
    meetings = filters.qs.prefetch_related("clients__organisation", "staff").order_by("-starts_at", "-pk")
    found = list(meetings[: PAGE + 1])
    is_filtered = any(value for name, value in request.GET.items() if name != "past")
    context = {"filters": filters, "meetings": found[:PAGE], "has_more": len(found) > PAGE, "is_filtered": is_filtered}
    return render(request, "crm/meeting_list.html", context)
