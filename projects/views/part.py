"""The parts of a project, each added and changed by one form: milestones, risks, benefits, partners, the budget."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from projects.access import can_edit_project
from projects.forms.part import BenefitForm, BudgetForm, MilestoneForm, PartnerForm, ReadingForm, RiskForm
from projects.models import Benefit, Milestone, Partner, Project, Risk
from projects.views.project import detail_url, readable
from projects.views.typed import form_view, typed
from ui import respond


def editable(request: HttpRequest, pk: int) -> Project:
    project = readable(request, pk)
    require(can_edit_project(request.user, project))
    return project


def part(request: HttpRequest, noun: Any, pk: int) -> Any:
    found = get_object_or_404(noun.objects.visible_to(request.user).select_related("project"), pk=pk)
    require(can_edit_project(request.user, found.project))
    return found


def _add(request: HttpRequest, pk: int, noun: Any, form: Any, title: str) -> HttpResponse:
    project = editable(request, pk)

    def act(values: dict[str, Any]) -> str:
        noun.add(project, by=request.user, at=timezone.now(), **values)
        return detail_url(project)

    return typed(request, form, act, project=project, title=title, verb=_("Add"), done=_("Added."))


def _change(request: HttpRequest, row: Any, form: Any, title: str) -> HttpResponse:
    def act(values: dict[str, Any], version: int | None) -> str:
        row.change(values, by=request.user, at=timezone.now(), version=version)
        return detail_url(row.project)

    return typed(request, form(request.POST or None, instance=row), act, title=title, done=_("Saved."), row=row,
                 again=lambda current: form(instance=current))  # fmt: skip


@form_view
def milestone_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _add(request, pk, Milestone, MilestoneForm(request.POST or None), _("Add a milestone"))


@form_view
def milestone_change(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, part(request, Milestone, pk), MilestoneForm, _("Change the milestone"))


@require_POST
def milestone_finish(request: HttpRequest, pk: int) -> HttpResponse:
    milestone = part(request, Milestone, pk)
    return _at_once(request, milestone.project, lambda: milestone.finish(by=request.user, at=timezone.now()), _("Met."))


@form_view
def risk_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _add(request, pk, Risk, RiskForm(request.POST or None), _("Add a risk"))


@form_view
def risk_change(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, part(request, Risk, pk), RiskForm, _("Change the risk"))


@require_POST
def risk_close(request: HttpRequest, pk: int) -> HttpResponse:
    risk = part(request, Risk, pk)
    return _at_once(request, risk.project, lambda: risk.close(by=request.user, at=timezone.now()), _("Closed."))


@form_view
def benefit_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _add(request, pk, Benefit, BenefitForm(request.POST or None), _("Add a benefit"))


@form_view
def benefit_change(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, part(request, Benefit, pk), BenefitForm, _("Change the benefit"))


@form_view
def benefit_read(request: HttpRequest, pk: int) -> HttpResponse:
    benefit = part(request, Benefit, pk)

    def act(values: dict[str, Any]) -> str:
        benefit.read(**values, by=request.user, at=timezone.now())
        return detail_url(benefit.project)

    form = ReadingForm(request.POST or None, initial={"on": timezone.localdate()})
    title = _("Reading of “%(measure)s”") % {"measure": benefit}
    return typed(request, form, act, project=benefit.project, title=title, done=_("The reading is saved."))


@form_view
def partner_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _add(request, pk, Partner, PartnerForm(request.POST or None, user=request.user), _("Add a partner"))


@require_POST
def partner_remove(request: HttpRequest, pk: int) -> HttpResponse:
    partner = part(request, Partner, pk)
    return _at_once(request, partner.project, lambda: partner.remove(by=request.user, at=timezone.now()), _("Removed."))


@form_view
def budget_set(request: HttpRequest, pk: int) -> HttpResponse:
    project = editable(request, pk)
    newest = project.budget_lines.order_by("-on", "-pk").first()
    form = BudgetForm(request.POST or None, instance=newest, initial={"on": timezone.localdate()})

    def act(values: dict[str, Any]) -> str:
        project.set_budget(**values, by=request.user, at=timezone.now())
        return detail_url(project)

    return typed(request, form, act, project=project, title=_("Set the budget"), done=_("The budget is saved."))


def _at_once(request: HttpRequest, project: Project, act: Any, done: str) -> HttpResponse:
    """A verb without a form; a no is told on the project page."""
    try:
        act()
    except ValidationError as error:
        done = " ".join(error.messages)
    return respond.saved(request, detail_url(project), done)
