"""How a demo project went through its gates: what was planned, what slipped, and what was decided when."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from accounts.models import User
from demo import clock
from demo.insert import Rows
from demo.project_texts import CONDITIONS, STOPPED
from projects.models import EndPlan, GateDecision, GatePlan, Project
from projects.models import gate as gates
from projects.models.gate import CRITERIA, GATES, Gate

# Usual days from one gate to the next; each project has its own pace.
DAYS = [15, 95, 150, 260, 80, 140, 190]
OPENS = {GATES.index(gate): phase.value for gate, phase in gates.OPENS.items()}


@dataclass
class Slip:
    gate: int
    days: int
    set_on: date


@dataclass
class Plan:
    """`first` is each gate's day as planned at the start, `latest` as it became; `passed` gates are behind us."""

    starts_on: date
    passed: int
    first: list[date]
    latest: list[date]
    slips: list[Slip]
    stopped_on: date | None = None
    closed_on: date | None = None

    @property
    def ends_on(self) -> date:
        return self.latest[-1] + timedelta(days=30)

    def phase_on(self, day: date) -> str:
        ended = [(self.stopped_on, "stopped"), (self.closed_on, "closed")]
        if now := [name for on, name in ended if on and on <= day]:
            return now[0]
        opened = [OPENS[gate] for gate in range(self.passed) if gate in OPENS and self.latest[gate] <= day]
        return opened[-1] if opened else "needs"

    def moves(self) -> list[tuple[date, str]]:
        opened = [(self.latest[gate], OPENS[gate]) for gate in range(self.passed) if gate in OPENS]
        ends = [(on, name) for on, name in ((self.stopped_on, "stopped"), (self.closed_on, "closed")) if on]
        return [(self.starts_on, "needs"), *opened, *ends]


def make(fate: str, passed: int, today: date, random: Random) -> Plan:
    """A plan in which `passed` gates lie behind today; `fate` is "running", "closed" or "stopped"."""
    pace = random.uniform(0.9, 1.7)
    days = [max(round(day * pace * random.uniform(0.85, 1.15)), 7) for day in DAYS]
    slipped = [random.choice([0, 0, 0, 0, 14, 21, 35]) if gate <= passed else 0 for gate in range(7)]
    elapsed = sum(days[:passed]) + sum(slipped[:passed])
    since = (
        random.randint(20, 250) if passed == 7 else round((days[passed] + slipped[passed]) * random.uniform(0.2, 0.9))
    )
    starts_on = clock.working(today - timedelta(days=elapsed + since))
    first = [clock.working(starts_on + timedelta(days=total)) for total in accumulate(days)]
    plan = Plan(starts_on, passed, first, list(first), [])
    for gate, slip in enumerate(slipped):
        if slip:
            _slip(plan, gate, slip, today)
    if fate == "closed":
        plan.closed_on = min(
            clock.working(plan.latest[-1] + timedelta(days=14)), clock.working(today - timedelta(days=3))
        )
    if fate == "stopped":
        plan.stopped_on = clock.working(max(today - timedelta(days=random.randint(10, 200)), plan.latest[passed - 1]))
    return plan


def _slip(plan: Plan, gate: int, days: int, today: date) -> None:
    """From some weeks before the day it was planned for, the gate and all after it are planned later."""
    since = plan.latest[gate - 1] if gate else plan.starts_on
    set_on = max(min(plan.latest[gate] - timedelta(days=12), today - timedelta(days=3)), since + timedelta(days=1))
    plan.slips.append(Slip(gate, days, set_on))
    for later in range(gate, 7):
        plan.latest[later] = clock.working(plan.latest[later] + timedelta(days=days))


def write(project: Project, plan: Plan, lead: User, decider: User, random: Random, rows: Rows) -> None:
    """Plans, decisions and planned ends, with their entries."""
    day = list(plan.first)
    for gate, planned_on in enumerate(day):
        rows.add(_gate_plan(project, gate, planned_on, plan.starts_on, lead))
    ends_on = plan.first[-1] + timedelta(days=30)
    rows.add(_end_plan(project, ends_on, plan.starts_on, lead))
    taken = {plan.starts_on}
    for slip in plan.slips:
        if slip.set_on in taken:
            continue
        taken.add(slip.set_on)
        at, was = clock.at(slip.set_on, 14), day[slip.gate]
        for gate in range(slip.gate, 7):
            day[gate] = clock.working(day[gate] + timedelta(days=slip.days))
            rows.add(_gate_plan(project, gate, day[gate], slip.set_on, lead))
        ends_on += timedelta(days=slip.days)
        rows.add(_end_plan(project, ends_on, slip.set_on, lead))
        facts: dict[str, Any] = {"gate": GATES[slip.gate], "from": was, "to": day[slip.gate]}
        rows.happened("project.gate_planned", project, at=at, by=lead, **facts)
    project.ends_on = max(ends_on, plan.starts_on)
    _decide(project, plan, decider, random, rows)


def _gate_plan(project: Project, gate: int, planned_on: date, set_on: date, by: User) -> GatePlan:
    plan = GatePlan(project=project, gate=GATES[gate], planned_on=planned_on, set_on=set_on, by=by)
    plan.recorded_at = clock.at(set_on, 14)
    return plan


def _end_plan(project: Project, ends_on: date, set_on: date, by: User) -> EndPlan:
    return EndPlan(project=project, ends_on=ends_on, set_on=set_on, by=by, recorded_at=clock.at(set_on, 14))


def _decide(project: Project, plan: Plan, decider: User, random: Random, rows: Rows) -> None:
    for gate in range(plan.passed):
        verdict = random.choice(["go", "go", "go", "go_with_conditions"])
        conditions = random.choice(CONDITIONS) if verdict == "go_with_conditions" else ""
        _decision(project, gate, verdict, plan.latest[gate], decider, rows, conditions=conditions)
    if plan.stopped_on:
        reason = random.choice(STOPPED)
        _decision(project, plan.passed, "stop", plan.stopped_on, decider, rows, reason=reason)


def _decision(project: Project, gate: int, verdict: str, on: date, decider: User, rows: Rows, **words: str) -> None:
    met = dict.fromkeys(CRITERIA[Gate(GATES[gate])], verdict != "stop")
    if verdict == "go_with_conditions":
        met[next(iter(met))] = False
    at = clock.at(on, 15)
    decision = GateDecision(
        project=project, gate=GATES[gate], verdict=verdict, on=on, criteria=met, by=decider, **words
    )
    decision.decider, decision.recorded_at = "Styrgruppen", at
    rows.add(decision)
    facts: dict[str, Any] = {"gate": GATES[gate], "verdict": verdict, "decision": decision.pk}
    rows.happened("project.gate_decided", project, at=at, by=decider, **facts)
