"""The list of organisations and the page of each."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import require
from crm.access import can_edit_organisation, can_work_with_clients
from crm.filters.name_list import NameList
from crm.filters.organisation import OrganisationFilter
from crm.forms.organisation import NewOrganisationForm, OrganisationForm
from crm.models import Organisation, OrganisationKind
from crm.views.client import form_view, number
from journal.timeline import timeline
from ui import respond
from ui.forms import differences, refuse
from ui.versions import Changed


def readable(request: HttpRequest, pk: int) -> Organisation:
    rows = Organisation.objects.visible_to(request.user).select_related("municipality", "s3_area", "client")
    return get_object_or_404(rows, pk=pk)


def detail_url(organisation: Organisation) -> str:
    return reverse("crm:organisation_detail", args=[organisation.pk])


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    visible = Organisation.objects.visible_to(request.user)
    rows = OrganisationFilter(request.GET, visible).qs.annotate(client_pk=F("client"))
    context = {
        "list": NameList(rows.select_related("municipality"), request.GET),
        "kinds": OrganisationKind.choices,
        "can_write": can_work_with_clients(request.user),
    }
    return respond.page(request, "crm/organisation_list.html", context, part="rows")


@require_safe
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = readable(request, pk)
    shown = timeline(organisation, request.user, request.GET.get("noun"), number(request.GET.get("before")))
    if request.headers.get("HX-Target") == "timeline":
        return render(request, "journal/timeline.html", {"timeline": shown})
    roles = organisation.affiliations.current(timezone.localdate()).select_related("person")
    context = {
        "organisation": organisation,
        "client": getattr(organisation, "client", None),
        "roles": list(roles),
        "memberships": list(organisation.memberships.select_related("community")),
        "timeline": shown,
        "can_edit": can_edit_organisation(request.user, organisation),
    }
    return render(request, "crm/organisation_detail.html", context)


@form_view
def organisation_add(request: HttpRequest) -> HttpResponse:
    require(can_work_with_clients(request.user))
    form = NewOrganisationForm(request.POST or None, initial={"kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        try:
            added = Organisation.add(**form.values(), by=request.user, at=timezone.now())
            return respond.saved(request, detail_url(added), _("%(name)s is added.") % {"name": added})
        except ValidationError as error:
            refuse(form, error)
    answer = respond.invalid if request.method == "POST" else render
    return answer(request, "crm/organisation_change.html", {"form": form})


@form_view
def organisation_change(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = readable(request, pk)
    require(can_edit_organisation(request.user, organisation))
    form = OrganisationForm(request.POST or None, instance=organisation)
    context: dict[str, Any] = {"organisation": organisation, "form": form, "version": organisation.version}
    if request.method == "POST" and form.is_valid():
        try:
            version = number(request.POST.get("version"))
            organisation.change(form.values(), by=request.user, at=timezone.now(), version=version)
            return respond.saved(request, detail_url(organisation), _("The facts are saved."))
        except Changed as error:
            context["version"] = error.current.version  # type: ignore[attr-defined]
            context["conflict"] = differences(form, OrganisationForm(instance=error.current))
        except ValidationError as error:
            refuse(form, error)
    answer = respond.invalid if request.method == "POST" else render
    return answer(request, "crm/organisation_change.html", context)
