"""The list of organisations and the page of each."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.requests import SignedIn
from contacts.access import can_edit_organisation, can_work_with_contacts
from contacts.forms.organisation import NewOrganisationForm, OrganisationForm
from contacts.lists.organisation import OrganisationList
from contacts.models import Organisation
from contacts.models.community import has_left
from contacts.standing import standings, with_standings
from journal.timeline import timeline
from lists.answers import exported, shown
from ui import asked
from ui.form_page import Again, FormPage, form_view, typed
from ui.once import Done
from ui.parted import parted
from ui.versions import seen


def readable(request: SignedIn, pk: int) -> Organisation:
    rows = Organisation.objects.visible_to(request.user).select_related("municipality", "s3_area")
    return get_object_or_404(with_standings(rows), pk=pk)


def detail_url(organisation: Organisation) -> str:
    return reverse("contacts:organisation_detail", args=[organisation.pk])


@require_safe
def organisation_list(request: SignedIn) -> HttpResponse:
    return shown(request, OrganisationList, can_write=can_work_with_contacts(request.user))


@require_safe
def organisation_export(request: SignedIn, form: str) -> HttpResponseBase:
    return exported(request, OrganisationList, form)


@require_safe
def organisation_detail(request: SignedIn, pk: int) -> HttpResponse:
    organisation = readable(request, pk)
    told = timeline(organisation, request.user, request.GET.get("noun"), asked.key(request.GET.get("before")))
    if request.headers.get("HX-Target") == "timeline":
        return render(request, "journal/timeline.html", {"timeline": told})
    roles = organisation.affiliations.current(timezone.localdate()).select_related("person")
    context = {
        "organisation": organisation,
        "standings": [(one, one.of(organisation)) for one in standings],
        "roles": list(roles),
        "memberships": parted(organisation.memberships.select_related("community"), has_left),
        "timeline": told,
        "can_edit": can_edit_organisation(request.user, organisation),
    }
    return render(request, "contacts/organisation_detail.html", context)


@form_view
def organisation_add(request: SignedIn) -> HttpResponse:
    require(can_work_with_contacts(request.user))
    form = NewOrganisationForm(typed(request), initial={"kind": request.GET.get("kind")})
    rows = Organisation.objects.visible_to(request.user)
    again = Again(lambda row: NewOrganisationForm(instance=row), rows, _change(request, form))

    def act() -> Done:
        added = Organisation.add(**form.values(), by=request.user, at=timezone.now())
        return Done(detail_url(added), _("%(name)s is added.") % {"name": added}, made=added)

    return FormPage(request, "contacts/organisation_change.html", form, again=again).answer(act)


@form_view
def organisation_change(request: SignedIn, pk: int) -> HttpResponse:
    organisation = readable(request, pk)
    require(can_edit_organisation(request.user, organisation))
    form = OrganisationForm(typed(request), instance=organisation)
    home = detail_url(organisation)
    context = {"organisation": organisation, "version": organisation.version, "home": home}
    again = Again(lambda row: OrganisationForm(instance=row))
    page = FormPage(request, "contacts/organisation_change.html", form, context, again)
    return page.answer(lambda: _change(request, form)(organisation, seen(request)))


def _change(request: SignedIn, form: Any) -> Callable[[Any, int], Done]:
    def change(organisation: Any, version: int) -> Done:
        changed = organisation.change(form.values(), by=request.user, at=timezone.now(), version=version)
        return Done(detail_url(organisation), _("The facts are saved."), made=changed)

    return change
