"""Planning a gate and deciding the next one."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.requests import SignedIn
from projects.access import can_decide_gate, can_edit_project
from projects.forms.gate import DecideForm, PlanForm
from projects.models import Project
from projects.models.gate import PASSING
from projects.views.project import detail_url, readable
from projects.views.typed import typed
from ui.form_page import form_view
from ui.form_page import typed as typed_in
from ui.once import Done
from ui.question import Question, asked_first
from ui.versions import known


@form_view
def gate_plan(request: SignedIn, pk: int) -> HttpResponse:
    project = readable(request, pk)
    require(can_edit_project(request.user, project))
    gate = request.GET.get("gate") or project.next_gate()
    newest = project.gate_plans.filter(gate=gate).order_by("-set_on", "-pk").first()
    form = PlanForm(typed_in(request), initial={"gate": gate})

    def act(values: dict[str, Any]) -> Done:
        made = project.plan_gate(**values, by=request.user, at=timezone.now(), known=known(request))
        return Done(detail_url(project), _("The gate is planned."), made=made)

    def again(plan: Any) -> PlanForm:
        return PlanForm(initial={"gate": plan.gate, "planned_on": plan.planned_on})

    rows, title, home = project.gate_plans.all(), _("Plan a gate"), detail_url(project)
    return typed(request, form, act, project=project, known=newest, title=title, again=again, rows=rows, home=home)


@form_view
def gate_decide(request: SignedIn, pk: int) -> HttpResponse:
    project = readable(request, pk)
    require(can_decide_gate(request.user, project))
    data = typed_in(request)
    gate = (data.get("gate") if data else "") or project.next_gate()
    form = DecideForm(data, gate=gate, initial={"on": timezone.localdate(), "decider": str(request.user)})

    def act(values: dict[str, Any], version: int) -> Done:
        made = project.decide_gate(**values, by=request.user, at=timezone.now(), version=version)
        return Done(detail_url(project), _("The decision is recorded."), made=made)

    if (question := _unmet(request, form)) and (asked := asked_first(request, question)):
        return asked
    title = _("Decide %(gate)s") % {"gate": gate} if gate else _("There is no gate left to decide")
    rows = project.gate_decisions.all()
    return typed(request, form, act, row=project, title=title, again=_as_decided, rows=rows)


def _unmet(request: SignedIn, form: DecideForm) -> Question | None:
    """Before a gate is passed without all its criteria, how many are met; the decision stays hers who decides."""
    if request.method != "POST" or not form.is_valid() or form.cleaned_data["verdict"] not in PASSING:
        return None
    missing = form.unmet
    if not missing:
        return None
    words = {"gate": form.cleaned_data["gate"], "met": len(form.asked) - len(missing), "all": len(form.asked)}
    text = _("Pass %(gate)s with %(met)s of %(all)s criteria met?") % words
    return Question(text, _("Pass the gate"), _("Not met:"), otherwise=_("Back to the form"), about=missing)


def _as_decided(row: Any) -> DecideForm:
    """The form of a decision; of a project, which has changed meanwhile, that of its next gate."""
    if isinstance(row, Project):
        return DecideForm(gate=row.next_gate())
    names = ["verdict", "on", "decider", "conditions", "reason"]
    met = [code for code, is_met in row.criteria.items() if is_met]
    return DecideForm(gate=row.gate, initial={name: getattr(row, name) for name in names} | {"criteria": met})
