"""The clients list and the client page, and every change made from them."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.readers import readers_of
from accounts.requests import SignedIn
from contacts.access import can_work_with_contacts
from contacts.alike import alike
from contacts.forms.organisation import FactForm, OrganisationForm
from contacts.models import Organisation
from crm.access import can_assign_client, can_edit_client, can_keep_client
from crm.client_page import ClientPage
from crm.forms.client import AssignForm, ClientForm, ConfidentialityForm, MoveForm, OpenForm
from crm.lists.client import ClientList
from crm.models import Client
from journal.models import Entry
from journal.timeline import timeline
from lists.answers import exported, shown
from ui import asked, respond
from ui.form_page import Again, FormPage, form_view, typed
from ui.once import Done
from ui.press import pressed
from ui.versions import seen


def readable(request: SignedIn, pk: int) -> Client:
    clients = Client.objects.visible_to(request.user)
    return get_object_or_404(clients.select_related("organisation", "lead", "team"), pk=pk)


def editable(request: SignedIn, pk: int) -> Client:
    client = readable(request, pk)
    require(can_edit_client(request.user, client))
    return client


def detail_url(client: Client) -> str:
    return reverse("crm:client_detail", args=[client.pk])


@require_safe
def client_list(request: SignedIn) -> HttpResponse:
    return shown(request, ClientList, can_write=can_work_with_contacts(request.user))


@require_safe
def client_export(request: SignedIn, form: str) -> HttpResponseBase:
    return exported(request, ClientList, form)


@require_safe
def client_detail(request: SignedIn, pk: int) -> HttpResponse:
    page = ClientPage(request.user, pk, timezone.localdate())
    told = timeline(page.client, request.user, request.GET.get("noun"), asked.key(request.GET.get("before")))
    if request.headers.get("HX-Target") == "timeline":
        return render(request, "journal/timeline.html", {"timeline": told})
    context = {"page": page, "client": page.client, "timeline": told, "log_query": f"?client={pk}"}
    return render(request, "crm/client_detail.html", context)


@form_view
def client_open(request: SignedIn) -> HttpResponse:
    require(can_work_with_contacts(request.user))
    named = {"name": request.GET.get("name", "")[:200]}
    form = OpenForm(typed(request), user=request.user, initial=named)
    # A meeting with the new client is to be logged then, at the time that was typed in the log bar.
    log = (typed(request) or request.GET).get("log")
    context: dict[str, Any] = {"log": log}
    again = Again(lambda client: _as_opened(request, client), Client.objects.visible_to(request.user))
    page = FormPage(request, "crm/client_open.html", form, context, again)
    if request.method == "POST" and form.is_valid() and "anyway" not in request.POST and not page.is_repeated:
        context["alike"] = alike(request.user, request.POST["name"], "", request.POST.get("website", ""))
        if context["alike"]:
            return page.shown(respond.UNPROCESSABLE)

    def act() -> Done:
        client = _open(request, form)
        url = detail_url(client) if log is None else _log_url(client, log)
        return Done(url, _("%(name)s is a client now.") % {"name": client}, made=client)

    return page.answer(act)


def _log_url(client: Client, when: str) -> str:
    return f"{reverse('crm:meeting_log')}?{urlencode({'client': client.pk, 'when': when})}"


def _as_opened(request: SignedIn, client: Client) -> OpenForm:
    initial = {"lead": client.lead_id, "origin": client.origin, "needs": client.needs}
    return OpenForm(instance=client.organisation, user=request.user, initial=initial)


def _open(request: SignedIn, form: OpenForm) -> Client:
    lead = form.cleaned_data["lead"]
    return Client.open_client(
        Organisation(**form.values()),
        by=request.user,
        at=timezone.now(),
        on=timezone.localdate(),
        lead=lead,
        team=lead.team if lead else None,
        origin=form.cleaned_data["origin"],
        needs=form.cleaned_data["needs"],
    )


@require_POST
def organisation_take_on(request: SignedIn, pk: int) -> HttpResponse:
    """Make a known organisation a client, with the one who did it as lead."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)

    def act() -> Done:
        by = request.user
        at, on = timezone.now(), timezone.localdate()
        client = Client.open_client(organisation, by=by, at=at, on=on, lead=by, team=by.team)
        return Done(detail_url(client), _("%(name)s is a client now.") % {"name": client}, made=client)

    return pressed(request, reverse("contacts:organisation_detail", args=[pk]), act)


@require_safe
def client_alike(request: SignedIn) -> HttpResponse:
    """What is known already that resembles what is being typed."""
    found = alike(
        request.user, request.GET.get("name", ""), request.GET.get("number", ""), request.GET.get("website", "")
    )
    return render(request, "crm/client_open.html#alike", {"alike": found})


@form_view
def client_change(request: SignedIn, pk: int) -> HttpResponse:
    client = editable(request, pk)
    context: dict[str, Any] = {"client": client, "now": client, "home": detail_url(client)}

    def as_now(_saved: Any) -> tuple[OrganisationForm, ClientForm]:
        context["now"] = editable(request, pk)
        return _facts_forms(context["now"])

    forms = _facts_forms(client, typed(request))
    page = FormPage(request, "crm/client_change.html", forms, context, Again(as_now))
    return page.answer(lambda: _change(request, client, forms))


def _facts_forms(client: Client, typed: Any = None) -> tuple[OrganisationForm, ClientForm]:
    return OrganisationForm(typed, instance=client.organisation), ClientForm(typed, instance=client)


def _change(request: SignedIn, client: Client, forms: tuple[OrganisationForm, ClientForm]) -> Done:
    client.change(
        forms[1].values(),
        by=request.user,
        at=timezone.now(),
        version=seen(request),
        organisation=forms[0].values(),
        organisation_version=seen(request, "organisation_version"),
    )
    return Done(detail_url(client), _("The facts are saved."))


@form_view
def client_fact(request: SignedIn, pk: int, name: str) -> HttpResponse:
    """One fact of the organisation, edited in its place on the client page."""
    client = editable(request, pk)
    organisation = client.organisation
    form = FactForm(name, typed(request), instance=organisation)
    context = {"client": client, "name": name, "version": organisation.version, "home": detail_url(client)}

    def act() -> Done:
        expected = seen(request, "organisation_version")
        organisation.change(form.values(), by=request.user, at=timezone.now(), version=expected)
        return Done(detail_url(client), _("Saved."))

    def show(shown: dict[str, Any], status: int) -> HttpResponse:
        return render(request, "crm/client_fact.html", shown | {"bound": form[name]}, status=status)

    again = Again(lambda row: FactForm(name, instance=row))
    return FormPage(request, "", form, context, again=again, show=show).answer(act)


@form_view
def client_move(request: SignedIn, pk: int) -> HttpResponse:
    client = editable(request, pk)
    initial = {"on": timezone.localdate(), "stage": request.GET.get("stage")}
    initial = {name: value for name, value in initial.items() if value}
    form = MoveForm(typed(request), client=client, initial=initial)

    def act() -> Done:
        moved = client.move_to(**form.cleaned_data, by=request.user, at=timezone.now(), version=seen(request))
        words = {"name": client, "stage": moved.get_stage_display()}
        return Done(detail_url(client), _("%(name)s: stage is now %(stage)s.") % words)

    return _verb_page(request, client, "crm/client_move.html", form).answer(act)


def _verb_page(request: SignedIn, client: Client, template: str, form: Any, again: Again | None = None) -> FormPage:
    """The page of one verb of the client; what came meanwhile is told, and the row shown as it is now."""
    context: dict[str, Any] = {"client": client, "version": client.version, "home": detail_url(client)}
    return FormPage(request, template, form, context, again)


@form_view
def client_assign(request: SignedIn, pk: int) -> HttpResponse:
    client = readable(request, pk)
    require(can_assign_client(request.user, client))

    def as_is(row: Any, data: Any = None) -> AssignForm:
        return AssignForm(data, user=request.user, initial={"lead": row.lead_id})

    form = as_is(client, typed(request))

    def act() -> Done:
        client.assign(form.cleaned_data["lead"], by=request.user, at=timezone.now(), version=seen(request))
        return Done(detail_url(client), _("The lead advisor is saved."))

    return _verb_page(request, client, "crm/client_assign.html", form, Again(as_is)).answer(act)


@form_view
def client_confidentiality(request: SignedIn, pk: int) -> HttpResponse:
    """Who can see the client, and why; and, for those who may, another answer to that."""
    client = readable(request, pk)
    if request.method == "POST":
        require(can_keep_client(request.user, client))

    def as_is(row: Any, data: Any = None) -> ConfidentialityForm:
        readers = list(row.named_readers.values_list("user", flat=True))
        initial = {"confidentiality": row.confidentiality, "readers": readers}
        return ConfidentialityForm(data, user=request.user, initial=initial)

    form = as_is(client, typed(request))
    page = _verb_page(request, client, "crm/client_confidentiality.html", form, Again(as_is))
    page.context |= {"readers": readers_of(client, request.user), "may_change": can_keep_client(request.user, client)}
    return page.answer(lambda: _set_confidentiality(request, client, form))


def _set_confidentiality(request: SignedIn, client: Client, form: ConfidentialityForm) -> Done:
    level, readers = form.cleaned_data["confidentiality"], form.cleaned_data["readers"]
    client.set_confidentiality(level, readers=readers, by=request.user, at=timezone.now(), version=seen(request))
    still = Client.objects.visible_to(request.user).filter(pk=client.pk).exists()
    url = detail_url(client) if still else reverse("crm:client_list")
    return Done(url, _("Who may read the client is saved."))


@require_POST
def client_undo(request: SignedIn, pk: int, entry: int) -> HttpResponse:
    """Take back one change of facts that the timeline tells of, the client's or its organisation's."""
    client = editable(request, pk)
    told = get_object_or_404(Entry.objects.filter(refs__record_id=client.pk).distinct(), pk=entry)
    subject: Any = {"client.changed": client, "organisation.changed": client.organisation}.get(told.verb)
    if subject is None or told.subject_id != subject.pk:
        raise Http404

    def act() -> Done:
        subject.undo(told, by=request.user, at=timezone.now())
        return Done(detail_url(client), _("The change is undone."))

    return pressed(request, detail_url(client), act)
