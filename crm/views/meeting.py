"""Meetings: logging and planning them, the list, and one meeting with its note."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.readers import readers_of
from accounts.requests import SignedIn
from contacts.access import can_work_with_contacts
from contacts.models import Person
from crm.access import can_edit_meeting, can_log_meeting
from crm.forms.guess import fresh
from crm.forms.meeting import FIRST_SERVICES, MeetingForm, of_meeting
from crm.heard import Heard, moment
from crm.lists.meeting import MeetingList
from crm.models import Client, Meeting, MeetingDraft, ServiceArea, Task
from crm.models.meeting_state import state_when
from crm.ties import ties_of, with_ties
from crm.views.about import address, named_in
from crm.views.draft import WHERE, drafts_of_form
from crm.views.log_bar import client_in, heard_in, of_time, text_in
from crm.views.offered import Offer, another, begun_of, offered
from lists.answers import exported, shown
from ui import asked
from ui.form_page import Again, FormPage, typed
from ui.forms import differences
from ui.models.draft import Seen, Superseded
from ui.once import Done
from ui.press import back, pressed, undoing
from ui.versions import seen


def meeting_log(request: SignedIn) -> HttpResponse:
    """The form of a new meeting: empty, begun as a draft, or for a planned meeting that has been held (?meeting=)."""
    require(can_log_meeting(request.user))
    data = typed(request)
    said = heard_in(request)
    client, about = client_in(request, said), named_in(request, Meeting)
    offer = offered(request, client, about, moment(said.when)) if data is None else Offer()
    if offer.draft and not said.when:
        return draft_continue(request, offer.draft.key, another=another(request), later=offer.meeting)
    if offer.meeting and offer.meeting.has_begun(timezone.now()):
        return _change_page(request, offer.meeting, said.when, another=another(request), begun=offer.draft)
    if data is None:
        initial = fresh(request.user, client, timezone.now(), of_time(said.when))
        form = MeetingForm(user=request.user, clients=[client] if client else [], about=about, initial=initial)
    else:
        form = MeetingForm(data, user=request.user)
    rows = Meeting.objects.visible_to(request.user)
    context = {"client": client, "later": offer.meeting, "begun": offer.draft, "heard": said}
    return _answer(request, form, lambda: _log(request, form), rows=rows, **context)


def _answer(request: SignedIn, form: MeetingForm, act: Any, rows: Any = None, **context: Any) -> HttpResponse:
    if request.method == "POST" and (newer := _newer_draft(request)):
        return _both_drafts(request, form, newer, **context)

    def show(shown: dict[str, Any], status: int) -> HttpResponse:
        return _panel(request, status=status, **shown)

    def change(meeting: Any, version: int) -> Done:
        return _change(request, form, meeting, version)

    def as_it_is(meeting: Any) -> MeetingForm:
        shown = form.shown_clients
        return MeetingForm(user=request.user, clients=shown, meeting=meeting, initial=of_meeting(meeting))

    again = Again(as_it_is, rows, change if rows is not None else None)
    return FormPage(request, "", form, context, again=again, show=show, where=WHERE).answer(act)


def _log(request: SignedIn, form: MeetingForm) -> Done:
    at = timezone.now()
    values = form.values()
    meeting = Meeting.log(
        by=request.user,
        at=at,
        people=_people(request, form),
        tasks=form.tasks(),
        state=state_when(values["starts_at"], at, is_time_known=values["is_time_known"]),
        **values,
    )
    _forget_draft(request)
    return _done(request, meeting, _after(request, form, meeting))


def _done(request: SignedIn, meeting: Meeting, url: str) -> Done:
    """Back to where she logs one after the other, if she came from there, with a link to what is saved."""
    said = _("Meeting saved.") if meeting.is_held else _("Meeting planned.")
    home = "" if "another" in request.POST else back(request, "")
    return Done(home or url, said, made=meeting, look=reverse("crm:meeting_detail", args=[meeting.pk]) if home else "")


def _after(request: SignedIn, form: MeetingForm, meeting: Meeting) -> str:
    if "another" in request.POST:
        return reverse("crm:meeting_log")
    return address(next(iter(form.shown_clients), None), meeting) or reverse("crm:today")


def _forget_draft(request: SignedIn) -> None:
    drafts_of_form(request).delete()


def _newer_draft(request: SignedIn) -> MeetingDraft | None:
    """The draft of this form, when another tab has gone on with it since."""
    draft = drafts_of_form(request).first()
    try:
        if draft:
            draft.is_ahead_of(Seen.said(request.POST))
    except Superseded:
        return draft
    return None


def _people(request: SignedIn, form: MeetingForm) -> list[Person]:
    """Those ticked, and a new one put at the first client; in the transaction of the meeting."""
    people = list(form.cleaned_data["people"])
    if name := form.cleaned_data["new_person"]:
        at = timezone.now()
        person = Person.add(name=name, by=request.user, at=at)
        person.join(form.shown_clients[0].organisation, by=request.user, at=at)
        people.append(person)
    return people


def _panel(request: SignedIn, form: MeetingForm, *, status: int = 200, **context: Any) -> HttpResponse:
    said: Heard = context.get("heard") or Heard()
    found = [] if form.shown_clients else said.found
    options = Client.objects.visible_to(request.user).select_related("organisation").filter(pk__in=found)
    context |= {
        "may_open": bool(can_work_with_contacts(request.user)),
        "form": form,
        "next": back(request, ""),
        "clients": form.shown_clients,
        "about": form.about.shown,
        "options": options,
        "query": text_in(request, "q"),
        "heard": said,
        "first_services": FIRST_SERVICES,
    }
    return render(request, "crm/meeting_log.html", context, status=status)


@require_safe
def draft_continue(request: SignedIn, key: UUID, **offer: Any) -> HttpResponse:
    """The form as it was typed, errors and all, at any device."""
    draft = get_object_or_404(MeetingDraft.objects.visible_to(request.user), key=key).as_read_by(request.user)
    return _panel(request, _form_of(request, draft), typed=_typed(draft), **_of(draft), **offer)


@require_POST
def draft_both(request: SignedIn) -> HttpResponse:
    """The form as it is typed here, beside the draft as another tab or device has left it."""
    draft = get_object_or_404(drafts_of_form(request)).as_read_by(request.user)
    return _both_drafts(request, MeetingForm(request.POST, user=request.user, meeting=draft.meeting), draft)


def _both_drafts(request: SignedIn, form: MeetingForm, draft: MeetingDraft, **_context: Any) -> HttpResponse:
    both = differences(form, _form_of(request, draft))
    return _panel(request, form, status=409, conflict=both, is_superseded=True, **_of(draft))


def _of(draft: MeetingDraft) -> dict[str, Any]:
    return {"client": draft.client, "meeting": draft.meeting, "draft": draft, "version": _typed(draft).get("version")}


def _typed(draft: MeetingDraft) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, texts in draft.typed.items():
        typed.setlist(name, texts)
    return typed


def _form_of(request: SignedIn, draft: MeetingDraft) -> MeetingForm:
    typed = _typed(draft)
    keys = asked.keys(typed.getlist("clients"))
    clients = Client.objects.visible_to(request.user).select_related("organisation").filter(pk__in=keys)
    return MeetingForm(user=request.user, clients=clients, meeting=draft.meeting, initial=_initial(typed))


def _initial(typed: QueryDict) -> dict[str, Any]:
    many = {"clients", "people", "services", "guessed", *(tie.plural for tie in ties_of(Meeting))}
    begun = {name: typed.getlist(name) if name in many else typed[name] for name in typed}
    # Without it she has typed the minutes herself.
    return {"contact_shown": ""} | begun


@require_safe
def meeting_detail(request: SignedIn, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("created_by"), pk=pk)
    context = {
        "meeting": meeting,
        "clients": meeting.clients.select_related("organisation"),
        "about": with_ties([meeting])[0].tied,  # type: ignore[attr-defined]
        "people": Person.objects.visible_to(request.user).filter(meetings=meeting),
        "staff": meeting.staff.all(),
        "tasks": Task.objects.visible_to(request.user).filter(meeting=meeting).select_related("owner"),
        "services": [ServiceArea(value).label for value in meeting.services],
        "may": can_edit_meeting(request.user, meeting),
    }
    return render(request, "crm/meeting_detail.html", context)


@require_safe
def meeting_readers(request: SignedIn, pk: int) -> HttpResponse:
    """Who can see the meeting, and why: by what it is about."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    context = {"meeting": meeting, "readers": readers_of(meeting, request.user)}
    return render(request, "crm/meeting_readers.html", context)


def meeting_change(request: SignedIn, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    require(can_edit_meeting(request.user, meeting))
    return _change_page(request, meeting)


def _change_page(request: SignedIn, meeting: Meeting, said: str = "", **context: Any) -> HttpResponse:
    begun = begun_of(request.user, meeting) if typed(request) is None else None
    if begun and not said:
        return draft_continue(request, begun.key, another=context.get("another", ""))
    clients = list(meeting.clients.select_related("organisation"))
    initial = of_meeting(meeting) | of_time(said)
    form = MeetingForm(typed(request), user=request.user, clients=clients, meeting=meeting, initial=initial)
    home = reverse("crm:meeting_detail", args=[meeting.pk])
    context = {"begun": begun} | context | {"meeting": meeting, "version": meeting.version, "home": home}
    return _answer(request, form, lambda: _change(request, form, meeting, seen(request)), **context)


def _change(request: SignedIn, form: MeetingForm, meeting: Meeting, version: int) -> Done:
    at = timezone.now()
    values = form.values()
    changed = meeting.change(
        by=request.user,
        at=at,
        version=version,
        people=_people(request, form),
        tasks=form.tasks(),
        state=state_when(values["starts_at"], at, is_time_known=values["is_time_known"]),
        **values,
    )
    _forget_draft(request)
    return _done(request, changed, reverse("crm:meeting_detail", args=[meeting.pk]))


@require_POST
def meeting_cancel(request: SignedIn, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    url = reverse("crm:meeting_detail", args=[pk])

    def act() -> Done:
        reason = request.POST.get("reason", "")[:200]
        done = meeting.cancel(by=request.user, at=timezone.now(), reason=reason, version=seen(request))
        return Done(url, _("The meeting is cancelled."), undo=undoing("crm:meeting_plan_again", done))

    return pressed(request, url, act)


@require_POST
def meeting_plan_again(request: SignedIn, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    url = reverse("crm:meeting_detail", args=[pk])

    def act() -> Done:
        meeting.plan_again(by=request.user, at=timezone.now(), version=seen(request))
        return Done(url, _("The meeting is planned again."))

    return pressed(request, url, act)


@require_safe
def meeting_list(request: SignedIn) -> HttpResponse:
    return shown(request, MeetingList)


@require_safe
def meeting_export(request: SignedIn, form: str) -> HttpResponseBase:
    return exported(request, MeetingList, form)
