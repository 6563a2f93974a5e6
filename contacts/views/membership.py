"""Communities and their members: applied, approved, active, left."""

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.requests import SignedIn
from contacts.access import can_work_with_contacts
from contacts.lists.membership import MembershipList
from contacts.models import Community, Membership, MembershipState
from contacts.standing import home
from contacts.views import organisation as organisations
from lists.answers import exported, shown
from ui.form_page import FormPage, form_view, typed
from ui.once import Done
from ui.press import pressed, undoing
from ui.versions import seen


class ApplyForm(forms.Form):
    community = forms.ModelChoiceField(Community.objects.all(), label=gettext_lazy("Community"))
    category = forms.CharField(label=gettext_lazy("Category"), max_length=60, required=False)


@require_safe
def community_list(request: SignedIn) -> HttpResponse:
    visible = Q(memberships__in=Membership.objects.visible_to(request.user))
    active = visible & Q(memberships__state=MembershipState.ACTIVE)
    communities = Community.objects.annotate(
        members=Count("memberships", filter=active), all_members=Count("memberships", filter=visible)
    )
    return render(request, "contacts/community_list.html", {"communities": communities})


@require_safe
def membership_list(request: SignedIn, pk: int) -> HttpResponse:
    return shown(request, MembershipList, get_object_or_404(Community, pk=pk))


@require_safe
def membership_export(request: SignedIn, pk: int, form: str) -> HttpResponseBase:
    return exported(request, MembershipList, form, get_object_or_404(Community, pk=pk))


@form_view
def membership_apply(request: SignedIn, pk: int) -> HttpResponse:
    organisation = organisations.readable(request, pk)
    require(can_work_with_contacts(request.user))
    form = ApplyForm(typed(request))

    def act() -> Done:
        fields = {"organisation": organisation, "category": form.cleaned_data["category"]}
        made = Membership.apply(form.cleaned_data["community"], **fields, by=request.user, at=timezone.now())
        return Done(home(organisation), _("The application is saved."), made=made)

    context = {"organisation": organisation, "home": home(organisation)}
    return FormPage(request, "contacts/membership_apply.html", form, context).answer(act)


@require_POST
def membership_approve(request: SignedIn, pk: int) -> HttpResponse:
    return _move(request, pk, "approve", _("The membership of %(name)s is approved."))


@require_POST
def membership_activate(request: SignedIn, pk: int) -> HttpResponse:
    return _move(request, pk, "activate", _("The membership of %(name)s is active."), on=timezone.localdate())


@require_POST
def membership_leave(request: SignedIn, pk: int) -> HttpResponse:
    said, undo = _("The membership of %(name)s has ended."), "contacts:membership_rejoin"
    return _move(request, pk, "leave", said, undo, on=timezone.localdate())


@require_POST
def membership_rejoin(request: SignedIn, pk: int) -> HttpResponse:
    return _move(request, pk, "rejoin", _("The membership of %(name)s goes on."))


def _move(request: SignedIn, pk: int, verb: str, said: str, undo: str = "", **on: Any) -> HttpResponse:
    """Do the verb and go back to the community; a rule's no is said there."""
    rows = Membership.objects.visible_to(request.user).select_related("organisation")
    membership = get_object_or_404(rows, pk=pk)
    home = reverse("contacts:membership_list", args=[membership.community_id])

    def act() -> Done:
        done = getattr(membership, verb)(**on, by=request.user, at=timezone.now(), version=seen(request))
        return Done(home, said % {"name": membership.organisation}, undo=undoing(undo, done) if undo else "")

    return pressed(request, home, act)
