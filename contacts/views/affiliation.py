"""A person's role at an organisation: taken, changed, ended."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from accounts.requests import SignedIn
from contacts.access import can_edit_affiliation, can_edit_organisation
from contacts.alike import people_with
from contacts.forms.person import EndForm, PersonForm, RoleForm
from contacts.models import Affiliation, Organisation, Person
from contacts.standing import home, standings
from contacts.views import organisation as organisations
from ui.form_page import Again, FormPage, form_view, typed
from ui.once import Done
from ui.press import pressed, undoing
from ui.versions import seen


@form_view
def affiliation_add(request: SignedIn, pk: int) -> HttpResponse:
    """A new person, or one who is known by her e-mail, in a role at the organisation."""
    organisation = organisations.readable(request, pk)
    require(can_edit_organisation(request.user, organisation))
    data = typed(request)
    forms = (PersonForm(data), RoleForm(data, initial={"from_on": None}))
    context = {"organisation": organisation, "home": home(organisation)}
    again = Again(_as_added, Affiliation.objects.visible_to(request.user))
    page = FormPage(request, "contacts/affiliation_add.html", forms, context, again)
    return page.answer(lambda: _add(request, organisation, *forms))


def _as_added(affiliation: Any) -> tuple[PersonForm, RoleForm]:
    return PersonForm(instance=affiliation.person), RoleForm(instance=affiliation)


def _add(request: SignedIn, organisation: Organisation, person_form: PersonForm, role_form: RoleForm) -> Done:
    now = timezone.now()
    known = people_with(request.user, person_form.cleaned_data["email"])
    person = known[0] if known else Person.add(**person_form.values(), by=request.user, at=now)
    joined = person.join(organisation, **role_form.values(), by=request.user, at=now)
    return Done(home(organisation), _("%(name)s is added.") % {"name": person}, made=joined)


def _editable(request: SignedIn, pk: int) -> Affiliation:
    rows = Affiliation.objects.visible_to(request.user).select_related(
        "person", *(f"organisation__{one.name}" for one in standings)
    )
    affiliation = get_object_or_404(rows, pk=pk)
    require(can_edit_affiliation(request.user, affiliation))
    return affiliation


@form_view
def affiliation_change(request: SignedIn, pk: int) -> HttpResponse:
    affiliation = _editable(request, pk)
    form = RoleForm(typed(request), instance=affiliation)
    end_form = EndForm(initial={"on": timezone.localdate()})
    page = _page(request, affiliation, form, {"end_form": end_form}, Again(lambda row: RoleForm(instance=row)))

    def act() -> Done:
        affiliation.change(form.values(), by=request.user, at=timezone.now(), version=seen(request))
        return Done(home(affiliation.organisation), _("The role is saved."))

    return page.answer(act)


@require_POST
def affiliation_end(request: SignedIn, pk: int) -> HttpResponse:
    affiliation = _editable(request, pk)
    form = EndForm(request.POST)
    page = _page(request, affiliation, form, {"end_form": form, "form": RoleForm(instance=affiliation)})

    def act() -> Done:
        on = form.cleaned_data["on"]
        ended = affiliation.end(on=on, by=request.user, at=timezone.now(), version=seen(request))
        undo = undoing("contacts:affiliation_resume", ended)
        said = _("%(name)s has left the role.") % {"name": affiliation.person}
        return Done(home(affiliation.organisation), said, undo=undo)

    return page.answer(act)


@require_POST
def affiliation_resume(request: SignedIn, pk: int) -> HttpResponse:
    affiliation = _editable(request, pk)
    url = home(affiliation.organisation)

    def act() -> Done:
        affiliation.resume(by=request.user, at=timezone.now(), version=seen(request))
        return Done(url, _("The role of %(name)s goes on.") % {"name": affiliation.person})

    return pressed(request, url, act)


def _page(request: SignedIn, affiliation: Affiliation, form: Any, shown: dict[str, Any],
          again: Again | None = None) -> FormPage:  # fmt: skip
    facts = {"affiliation": affiliation, "version": affiliation.version, "home": home(affiliation.organisation)}
    return FormPage(request, "contacts/affiliation_change.html", form, facts | shown, again)
