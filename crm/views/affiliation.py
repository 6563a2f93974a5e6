"""A person's role at an organisation: taken, changed, ended."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from crm.access import can_edit_organisation, can_edit_person
from crm.alike import people_with
from crm.forms.person import EndForm, PersonForm, RoleForm
from crm.models import Affiliation, Organisation, Person
from crm.views import organisation as organisations
from crm.views.client import detail_url as client_url
from crm.views.client import form_view
from ui import respond
from ui.forms import are_valid, refuse


def home(organisation: Organisation) -> str:
    """The page that shows the organisation's people: its client's, when it is one."""
    client = getattr(organisation, "client", None)
    return client_url(client) if client else organisations.detail_url(organisation)


@form_view
def affiliation_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new person, or one who is known by her e-mail, in a role at the organisation."""
    organisation = organisations.readable(request, pk)
    require(can_edit_organisation(request.user, organisation))
    forms = (PersonForm(request.POST or None), RoleForm(request.POST or None, initial={"from_on": None}))
    if request.method == "POST" and are_valid(*forms):
        try:
            person = _add(request, organisation, *forms)
            return respond.saved(request, home(organisation), _("%(name)s is added.") % {"name": person})
        except ValidationError as error:
            refuse(forms[0], error)
    context = {"organisation": organisation, "forms": forms, "home": home(organisation)}
    answer = respond.invalid if request.method == "POST" else render
    return answer(request, "crm/affiliation_add.html", context)


@transaction.atomic
def _add(request: HttpRequest, organisation: Organisation, person_form: PersonForm, role_form: RoleForm) -> Person:
    now = timezone.now()
    known = people_with(request.user, person_form.cleaned_data["email"])
    person = known[0] if known else Person.add(**person_form.values(), by=request.user, at=now)
    person.join(organisation, **role_form.values(), by=request.user, at=now)
    return person


def _editable(request: HttpRequest, pk: int) -> Affiliation:
    rows = Affiliation.objects.visible_to(request.user).select_related("person", "organisation__client")
    affiliation = get_object_or_404(rows, pk=pk)
    require(can_edit_person(request.user, affiliation.person))
    return affiliation


@form_view
def affiliation_change(request: HttpRequest, pk: int) -> HttpResponse:
    affiliation = _editable(request, pk)
    form = RoleForm(request.POST or None, instance=affiliation)
    if request.method == "POST" and form.is_valid():
        try:
            affiliation.change(form.values(), by=request.user, at=timezone.now())
            return respond.saved(request, home(affiliation.organisation), _("The role is saved."))
        except ValidationError as error:
            refuse(form, error)
    return _answer(request, affiliation, form, EndForm(initial={"on": timezone.localdate()}))


@require_POST
def affiliation_end(request: HttpRequest, pk: int) -> HttpResponse:
    affiliation = _editable(request, pk)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            affiliation.end(on=form.cleaned_data["on"], by=request.user, at=timezone.now())
            return respond.saved(request, home(affiliation.organisation), _("The role has ended."))
        except ValidationError as error:
            refuse(form, error)
    return _answer(request, affiliation, RoleForm(instance=affiliation), form)


def _answer(request: HttpRequest, affiliation: Affiliation, form: Any, end_form: Any) -> HttpResponse:
    context = {"affiliation": affiliation, "form": form, "end_form": end_form, "home": home(affiliation.organisation)}
    answer = respond.invalid if request.method == "POST" else render
    return answer(request, "crm/affiliation_change.html", context)
