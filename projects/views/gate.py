"""Planning a gate and deciding the next one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require
from projects.access import can_decide_gate, can_edit_project
from projects.forms.gate import DecideForm, PlanForm
from projects.views.project import detail_url, readable
from projects.views.typed import form_view, typed


@form_view
def gate_plan(request: HttpRequest, pk: int) -> HttpResponse:
    project = readable(request, pk)
    require(can_edit_project(request.user, project))
    form = PlanForm(request.POST or None, initial={"gate": request.GET.get("gate") or project.next_gate()})

    def act(values: dict[str, Any]) -> str:
        project.plan_gate(**values, by=request.user, at=timezone.now())
        return detail_url(project)

    return typed(request, form, act, project=project, title=_("Plan a gate"), done=_("The gate is planned."))


@form_view
def gate_decide(request: HttpRequest, pk: int) -> HttpResponse:
    project = readable(request, pk)
    require(can_decide_gate(request.user, project))
    gate = request.POST.get("gate") or project.next_gate()
    initial = {"on": timezone.localdate(), "decider": str(request.user)}
    form = DecideForm(request.POST or None, gate=gate, initial=initial)

    def act(values: dict[str, Any]) -> str:
        project.decide_gate(**values, by=request.user, at=timezone.now())
        return detail_url(project)

    title = _("Decide %(gate)s") % {"gate": gate} if gate else _("There is no gate left to decide")
    return typed(request, form, act, project=project, title=title, done=_("The decision is recorded."))
