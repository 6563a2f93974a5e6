"""The clients list and the client page, and every change made from them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require
from accounts.models import User
from crm.access import can_edit_client, can_work_with_clients, why_reads
from crm.alike import alike
from crm.client_page import ClientPage
from crm.export import EXPORTS
from crm.filters.client_list import ClientList
from crm.forms.client import AssignForm, ClientForm, ConfidentialityForm, MoveForm, OpenForm
from crm.forms.organisation import FactForm, OrganisationForm
from crm.models import Client, Organisation
from journal.models import Entry
from journal.timeline import timeline
from ui import respond
from ui.forms import are_valid, differences, refuse
from ui.versions import Changed

form_view = require_http_methods(["GET", "HEAD", "POST"])


def readable(request: HttpRequest, pk: int) -> Client:
    clients = Client.objects.visible_to(request.user)
    return get_object_or_404(clients.select_related("organisation", "lead", "team"), pk=pk)


def editable(request: HttpRequest, pk: int) -> Client:
    client = readable(request, pk)
    require(can_edit_client(request.user, client))
    return client


def detail_url(client: Client) -> str:
    return reverse("crm:client_detail", args=[client.pk])


@require_safe
def client_list(request: HttpRequest) -> HttpResponse:
    listing = ClientList(request.user, request.GET, timezone.localdate(), request)
    context = {"list": listing, "can_write": can_work_with_clients(request.user)}
    return respond.page(request, "crm/client_list.html", context, part="rows")


@require_safe
def client_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as it is seen, every page of it."""
    if form not in EXPORTS:
        raise Http404
    return EXPORTS[form](ClientList(request.user, request.GET, timezone.localdate(), request))


@require_safe
def client_detail(request: HttpRequest, pk: int) -> HttpResponse:
    page = ClientPage(request.user, pk, timezone.localdate())
    shown = timeline(page.client, request.user, request.GET.get("noun"), number(request.GET.get("before")))
    if request.headers.get("HX-Target") == "timeline":
        return render(request, "journal/timeline.html", {"timeline": shown})
    return render(request, "crm/client_detail.html", {"page": page, "client": page.client, "timeline": shown})


@form_view
def client_open(request: HttpRequest) -> HttpResponse:
    require(can_work_with_clients(request.user))
    form = OpenForm(request.POST or None, user=request.user)
    context: dict[str, Any] = {"form": form}
    if request.method != "POST":
        return render(request, "crm/client_open.html", context)
    if form.is_valid():
        context["alike"] = alike(request.user, request.POST["name"], "", request.POST.get("website", ""))
        if not context["alike"] or "anyway" in request.POST:
            try:
                client = _open(request, form)
                return respond.saved(request, detail_url(client), _("%(name)s is a client now.") % {"name": client})
            except ValidationError as error:
                refuse(form, error)
    return respond.invalid(request, "crm/client_open.html", context)


def _open(request: HttpRequest, form: OpenForm) -> Client:
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
def organisation_take_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a known organisation a client, with the one who did it as lead."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    try:
        client = Client.open_client(
            organisation,
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
            lead=request.user,
            team=request.user.team,  # type: ignore[union-attr]
        )
    except ValidationError as error:
        return respond.saved(request, reverse("crm:organisation_detail", args=[pk]), " ".join(error.messages))
    return respond.saved(request, detail_url(client), _("%(name)s is a client now.") % {"name": client})


@require_safe
def client_alike(request: HttpRequest) -> HttpResponse:
    """What is known already that resembles what is being typed."""
    found = alike(
        request.user, request.GET.get("name", ""), request.GET.get("number", ""), request.GET.get("website", "")
    )
    return render(request, "crm/client_open.html#alike", {"alike": found})


@form_view
def client_change(request: HttpRequest, pk: int) -> HttpResponse:
    client = editable(request, pk)
    forms = _facts_forms(client, request.POST or None)
    versions = [client.version, client.organisation.version]
    conflict: list[Any] = []
    if request.method == "POST" and are_valid(*forms):
        try:
            _change(request, client, forms)
            return respond.saved(request, detail_url(client), _("The facts are saved."))
        except Changed:
            now = editable(request, pk)
            versions = [now.version, now.organisation.version]
            pairs: Any = zip(forms, _facts_forms(now), strict=True)
            conflict = [difference for typed, current in pairs for difference in differences(typed, current)]
        except ValidationError as error:
            refuse(forms[0], error)
    context = {"client": client, "forms": forms, "versions": versions, "conflict": conflict}
    answer = respond.invalid if request.method == "POST" else render
    return answer(request, "crm/client_change.html", context)


def _facts_forms(client: Client, typed: Any = None) -> tuple[OrganisationForm, ClientForm]:
    return OrganisationForm(typed, instance=client.organisation), ClientForm(typed, instance=client)


def _change(request: HttpRequest, client: Client, forms: tuple[OrganisationForm, ClientForm]) -> None:
    client.change(
        forms[1].values(),
        by=request.user,
        at=timezone.now(),
        version=number(request.POST.get("version")),
        organisation=forms[0].values(),
        organisation_version=number(request.POST.get("organisation_version")),
    )


@form_view
def client_fact(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One fact of the organisation, edited in its place on the client page."""
    client = editable(request, pk)
    form = FactForm(name, request.POST or None, instance=client.organisation)
    version = client.organisation.version
    conflict: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            expected = number(request.POST.get("organisation_version"))
            client.organisation.change(form.values(), by=request.user, at=timezone.now(), version=expected)
            return respond.saved(request, detail_url(client), _("Saved."))
        except Changed as error:
            version = error.current.version  # type: ignore[attr-defined]
            conflict = differences(form, FactForm(name, instance=error.current))
        except ValidationError as error:
            refuse(form, error)
    context = {"client": client, "name": name, "bound": form[name], "version": version, "conflict": conflict}
    answer = respond.invalid if request.method == "POST" else render
    return answer(request, "crm/client_fact.html", context)


@form_view
def client_move(request: HttpRequest, pk: int) -> HttpResponse:
    client = editable(request, pk)
    initial = {"on": timezone.localdate(), "stage": request.GET.get("stage")}
    initial = {name: value for name, value in initial.items() if value}
    form = MoveForm(request.POST or None, client=client, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            moved = client.move_to(**form.cleaned_data, by=request.user, at=timezone.now())
            words = {"name": client, "stage": moved.get_stage_display()}
            return respond.saved(request, detail_url(client), _("%(name)s: stage is now %(stage)s.") % words)
        except ValidationError as error:
            refuse(form, error)
    answer = respond.invalid if request.method == "POST" else render
    return answer(request, "crm/client_move.html", {"client": client, "form": form})


@form_view
def client_assign(request: HttpRequest, pk: int) -> HttpResponse:
    client = editable(request, pk)
    form = AssignForm(request.POST or None, user=request.user, initial={"lead": client.lead_id})
    if request.method == "POST" and form.is_valid():
        try:
            client.assign(form.cleaned_data["lead"], by=request.user, at=timezone.now())
            return respond.saved(request, detail_url(client), _("The lead advisor is saved."))
        except ValidationError as error:
            refuse(form, error)
    answer = respond.invalid if request.method == "POST" else render
    return answer(request, "crm/client_assign.html", {"client": client, "form": form})


@form_view
def client_confidentiality(request: HttpRequest, pk: int) -> HttpResponse:
    """Who can see the client, and why; and, for those who may, another answer to that."""
    client = readable(request, pk)
    named = set(client.named_readers.values_list("user", flat=True))
    initial = {"confidentiality": client.confidentiality, "readers": list(named)}
    form = ConfidentialityForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST":
        require(can_edit_client(request.user, client))
        if form.is_valid() and (done := _set_confidentiality(request, client, form)):
            return done
    staff = User.objects.visible_to(request.user).active().select_related("team")
    readers = [(user, answer.reason) for user in staff if (answer := why_reads(user, client, named))]
    may = can_edit_client(request.user, client)
    context = {"client": client, "form": form, "readers": readers, "may_change": may}
    answer_with = respond.invalid if request.method == "POST" else render
    return answer_with(request, "crm/client_confidentiality.html", context)


def _set_confidentiality(request: HttpRequest, client: Client, form: ConfidentialityForm) -> HttpResponse | None:
    level, readers = form.cleaned_data["confidentiality"], form.cleaned_data["readers"]
    try:
        client.set_confidentiality(level, readers=readers, by=request.user, at=timezone.now())
    except ValidationError as error:
        refuse(form, error)
        return None
    still = Client.objects.visible_to(request.user).filter(pk=client.pk).exists()
    url = detail_url(client) if still else reverse("crm:client_list")
    return respond.saved(request, url, _("Who may read the client is saved."))


@require_POST
def client_undo(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Take back one change of facts that the timeline tells of, the client's or its organisation's."""
    client = editable(request, pk)
    told = get_object_or_404(Entry.objects.filter(refs__record_id=client.pk).distinct(), pk=entry)
    subject: Any = {"client.changed": client, "organisation.changed": client.organisation}.get(told.verb)
    if subject is None or told.subject_id != subject.pk:
        raise Http404
    try:
        subject.undo(told, by=request.user, at=timezone.now())
        message = _("The change is undone.")
    except ValidationError as error:
        message = " ".join(error.messages)
    return respond.saved(request, detail_url(client), message)


def number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 19 else None
