"""The list of people and the page of each."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.requests import SignedIn
from accounts.rights import Reader
from contacts.access import can_edit_person, can_erase_person, can_lift_protection
from contacts.forms.person import PersonForm
from contacts.lists.person import PersonList
from contacts.models import Affiliation, Person
from journal.timeline import timeline
from lists.answers import exported, shown
from ui import asked
from ui.form_page import Again, FormPage, form_view, typed
from ui.once import Done
from ui.versions import seen


def readable(request: SignedIn, pk: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user), pk=pk)


def detail_url(person: Person) -> str:
    return reverse("contacts:person_detail", args=[person.pk])


def _roles(user: Reader) -> Any:
    return Affiliation.objects.visible_to(user).select_related("organisation").order_by("to_on", "-is_main", "pk")


@require_safe
def person_list(request: SignedIn) -> HttpResponse:
    return shown(request, PersonList)


@require_safe
def person_export(request: SignedIn, form: str) -> HttpResponseBase:
    return exported(request, PersonList, form)


@require_safe
def person_detail(request: SignedIn, pk: int) -> HttpResponse:
    person = readable(request, pk)
    told = timeline(person, request.user, request.GET.get("noun"), asked.key(request.GET.get("before")))
    if request.headers.get("HX-Target") == "timeline":
        return render(request, "journal/timeline.html", {"timeline": told})
    context = {
        "person": person,
        "roles": list(_roles(request.user).filter(person=person)),
        "timeline": told,
        "can_edit": can_edit_person(request.user, person),
        "can_erase": can_erase_person(request.user, person),
        "today": timezone.localdate(),
    }
    return render(request, "contacts/person_detail.html", context)


@form_view
def person_change(request: SignedIn, pk: int) -> HttpResponse:
    person = readable(request, pk)
    require(can_edit_person(request.user, person))
    may_lift = bool(can_lift_protection(request.user, person))
    form = PersonForm(typed(request), instance=person, may_lift=may_lift)
    context = {"person": person, "version": person.version, "home": detail_url(person)}

    def act() -> Done:
        changed = person.change(form.values(), by=request.user, at=timezone.now(), version=seen(request))
        return Done(detail_url(person), _("%(name)s is saved.") % {"name": changed}, made=changed)

    again = Again(lambda row: PersonForm(instance=row))
    return FormPage(request, "contacts/person_change.html", form, context, again).answer(act)
