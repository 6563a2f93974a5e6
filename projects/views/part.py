"""The parts of a project, each added and changed by one form: milestones, risks, benefits, partners, the budget."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from accounts.requests import SignedIn
from projects.access import can_edit_part, can_edit_project
from projects.forms.part import BenefitForm, BudgetForm, MilestoneForm, PartnerForm, ReadingForm, RiskForm
from projects.models import Benefit, BenefitReading, Milestone, Partner, Project, Risk
from projects.views.project import detail_url, readable
from projects.views.typed import typed
from ui.form_page import form_view
from ui.form_page import typed as typed_in
from ui.once import Done
from ui.press import pressed, undoing
from ui.question import Question
from ui.versions import known, seen


def editable(request: SignedIn, pk: int) -> Project:
    project = readable(request, pk)
    require(can_edit_project(request.user, project))
    return project


def part(request: SignedIn, noun: Any, pk: int) -> Any:
    found = get_object_or_404(noun.objects.visible_to(request.user).select_related("project"), pk=pk)
    require(can_edit_part(request.user, found))
    return found


def _add(request: SignedIn, pk: int, noun: Any, form: Any, title: str) -> HttpResponse:
    """`form(data, instance)`; sent again with other words, the part it made is changed when its noun can be."""
    project = editable(request, pk)

    def act(values: dict[str, Any]) -> Done:
        made = noun.add(project, by=request.user, at=timezone.now(), **values)
        return Done(detail_url(project), _("Added."), made=made)

    bound = form(typed_in(request))
    change = partial(_changed, request, bound) if hasattr(noun, "change") else None
    return typed(request, bound, act, project=project, title=title, verb=_("Add"), again=partial(form, None),
                 rows=noun.objects.visible_to(request.user), change=change)  # fmt: skip


def _change(request: SignedIn, row: Any, form: Any, title: str) -> HttpResponse:
    bound = form(typed_in(request), row)

    def act(_values: dict[str, Any], version: int) -> Done:
        return _changed(request, bound, row, version)

    home = detail_url(row.project)
    return typed(request, bound, act, title=title, row=row, again=partial(form, None), home=home)


def _changed(request: SignedIn, form: Any, row: Any, version: int) -> Done:
    changed = row.change(form.values(), by=request.user, at=timezone.now(), version=version)
    return Done(detail_url(row.project), _("Saved."), made=changed)


def _of(form: Any) -> Any:
    """The form of data and of a row, both or either."""
    return lambda data=None, row=None: form(data, instance=row)


@form_view
def milestone_add(request: SignedIn, pk: int) -> HttpResponse:
    return _add(request, pk, Milestone, _of(MilestoneForm), _("Add a milestone"))


@form_view
def milestone_change(request: SignedIn, pk: int) -> HttpResponse:
    return _change(request, part(request, Milestone, pk), _of(MilestoneForm), _("Change the milestone"))


@require_POST
def milestone_finish(request: SignedIn, pk: int) -> HttpResponse:
    said = _("The milestone is met: %(row)s")
    return _at_once(request, part(request, Milestone, pk), "finish", said, "projects:milestone_reopen")


@require_POST
def milestone_reopen(request: SignedIn, pk: int) -> HttpResponse:
    return _at_once(request, part(request, Milestone, pk), "reopen", _("The milestone is to be met again: %(row)s"))


@form_view
def risk_add(request: SignedIn, pk: int) -> HttpResponse:
    return _add(request, pk, Risk, _of(RiskForm), _("Add a risk"))


@form_view
def risk_change(request: SignedIn, pk: int) -> HttpResponse:
    return _change(request, part(request, Risk, pk), _of(RiskForm), _("Change the risk"))


@require_POST
def risk_close(request: SignedIn, pk: int) -> HttpResponse:
    return _at_once(request, part(request, Risk, pk), "close", _("The risk is closed: %(row)s"), "projects:risk_reopen")


@require_POST
def risk_reopen(request: SignedIn, pk: int) -> HttpResponse:
    return _at_once(request, part(request, Risk, pk), "reopen", _("The risk is open again: %(row)s"))


@form_view
def benefit_add(request: SignedIn, pk: int) -> HttpResponse:
    return _add(request, pk, Benefit, _of(BenefitForm), _("Add a benefit"))


@form_view
def benefit_change(request: SignedIn, pk: int) -> HttpResponse:
    return _change(request, part(request, Benefit, pk), _of(BenefitForm), _("Change the benefit"))


@form_view
def benefit_read(request: SignedIn, pk: int) -> HttpResponse:
    benefit = part(request, Benefit, pk)

    def act(values: dict[str, Any]) -> Done:
        made = benefit.read(**values, by=request.user, at=timezone.now())
        return Done(detail_url(benefit.project), _("The reading is saved."), made=made)

    form = ReadingForm(typed_in(request), initial={"on": timezone.localdate()})
    title = _("Reading of “%(measure)s”") % {"measure": benefit}
    rows = BenefitReading.objects.filter(benefit=benefit)
    again = partial(_of(ReadingForm), None)
    return typed(request, form, act, project=benefit.project, title=title, again=again, rows=rows)


@form_view
def partner_add(request: SignedIn, pk: int) -> HttpResponse:
    return _add(request, pk, Partner, partial(_partner_form, request), _("Add a partner"))


def _partner_form(request: SignedIn, data: Any = None, row: Any = None) -> PartnerForm:
    told = {"organisation": row.organisation, "role": row.role, "contact": row.contact} if row else None
    return PartnerForm(data, user=request.user, initial=told)


@require_POST
def partner_remove(request: SignedIn, pk: int) -> HttpResponse:
    partner = part(request, Partner, pk)
    home = detail_url(partner.project)

    def act() -> Done:
        partner.remove(by=request.user, at=timezone.now())
        return Done(home, _("Removed."))

    named = {"organisation": partner.organisation, "role": partner.get_role_display().lower()}
    lost = _("That %(name)s is its contact is gone too.") % {"name": partner.contact} if partner.contact else ""
    ask = Question(_("Remove %(organisation)s as %(role)s?") % named, _("Remove"), lost, home)
    return pressed(request, home, act, ask)


@form_view
def budget_set(request: SignedIn, pk: int) -> HttpResponse:
    project = editable(request, pk)
    newest = project.budget_lines.order_by("-on", "-pk").first()
    form = BudgetForm(typed_in(request), instance=newest, initial={"on": timezone.localdate()})

    def act(values: dict[str, Any]) -> Done:
        made = project.set_budget(**values, by=request.user, at=timezone.now(), known=known(request))
        return Done(detail_url(project), _("The budget is saved."), made=made)

    again, rows = partial(_of(BudgetForm), None), project.budget_lines.all()
    return typed(request, form, act, project=project, known=newest, title=_("Set the budget"), again=again, rows=rows,
                 home=detail_url(project))  # fmt: skip


def _at_once(request: SignedIn, row: Any, verb: str, said: str, undo: str = "") -> HttpResponse:
    """A verb without a form; a no is told on the project page. `said` names the row by its first words."""
    home = detail_url(row.project)

    def act() -> Done:
        done = getattr(row, verb)(by=request.user, at=timezone.now(), version=seen(request))
        told = said % {"row": Truncator(str(done)).words(12)}
        return Done(home, told, undo=undoing(undo, done) if undo else "")

    return pressed(request, home, act)
