"""How a project's dated rows become its states: one stretch of days per change of what the portfolio shows.

They follow from what happens to projects, in the same transaction (`worker.reactions.project_states`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import batched, groupby
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange, Jsonb

from journal.copying import copy_in
from projects.models.budget import BudgetLine
from projects.models.gate import GATES, PASSING, GateDecision, GatePlan, gate_after
from projects.models.phase import EndPlan, PhaseMove
from projects.models.project import Project
from projects.models.state import ProjectState
from projects.models.status_report import DIMENSIONS, StatusReport

# Raise it when `intervals` answers otherwise than before: states in databases are then made anew (`projects.renew`).
RULE = 3
CHUNK = 2000


class State(NamedTuple):
    """What the portfolio shows of a project from `starts` until the day before `ends` (None: until further notice)."""

    starts: date
    ends: date | None
    phase: str
    phase_since: date
    overall: str
    scope: str
    time: str
    cost: str
    people: str
    benefit: str
    clinic: str
    previous: dict[str, str]
    reported_on: date | None
    report_id: int | None
    next_gate: str
    next_gate_on: date | None
    next_gate_first_on: date | None
    ends_on: date | None
    plan_sek: Decimal
    forecast_sek: Decimal
    actual_sek: Decimal


FIELDS = State._fields[2:]


class Fact(NamedTuple):
    """One dated row: on this day, this happened. `rank` orders rows of one day: later ones win."""

    on: date
    rank: tuple[Any, ...]
    kind: str
    values: tuple[Any, ...]


@dataclass
class Known:
    """What is so while the facts are read day by day."""

    phase: str
    phase_since: date
    ends_on: date | None = None
    reports: list[tuple[date, int, dict[str, str]]] = field(default_factory=list)
    plans: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    passed: int = -1
    budget: dict[str, tuple[Decimal, ...]] = field(default_factory=dict)

    def learn(self, fact: Fact) -> None:
        getattr(self, f"_learn_{fact.kind}")(fact.on, *fact.values)

    def _learn_phase(self, on: date, phase: str) -> None:
        self.phase, self.phase_since = phase, on

    def _learn_end(self, on: date, ends_on: date | None) -> None:
        self.ends_on = ends_on

    def _learn_plan(self, on: date, gate: str, planned_on: date) -> None:
        self.plans[gate].append(planned_on)

    def _learn_decision(self, on: date, gate: str, verdict: str) -> None:
        if verdict in PASSING:
            self.passed = max(self.passed, GATES.index(gate))

    def _learn_report(self, on: date, report_id: int, *lights: str) -> None:
        self.reports.append((on, report_id, dict(zip(DIMENSIONS, lights, strict=True))))

    def _learn_budget(self, on: date, source: str, *amounts: Decimal) -> None:
        self.budget[source] = amounts

    def previous(self) -> dict[str, str]:
        """The lights of the newest report of an earlier day than the newest."""
        earlier = [lights for on, _id, lights in self.reports if on < self.reports[-1][0]] if self.reports else []
        return earlier[-1] if earlier else {}

    def state(self, starts: date) -> State:
        on, report_id, lights = self.reports[-1] if self.reports else (None, None, dict.fromkeys(DIMENSIONS, ""))
        gate = gate_after(self.phase, self.passed)
        plans = self.plans.get(gate)
        amounts = [sum(column, Decimal(0)) for column in zip(*self.budget.values(), strict=True)] or [Decimal(0)] * 3
        return State(
            starts=starts,
            ends=None,
            phase=self.phase,
            phase_since=self.phase_since,
            **lights,
            previous=self.previous(),
            reported_on=on,
            report_id=report_id,
            next_gate=gate,
            next_gate_on=plans[-1] if plans else None,
            next_gate_first_on=plans[0] if plans else None,
            ends_on=self.ends_on,
            plan_sek=amounts[0],
            forecast_sek=amounts[1],
            actual_sek=amounts[2],
        )


def intervals(facts: Iterable[Fact], begins: date, first: Known) -> list[State]:
    """The states of one project from the day `begins`, in order, touching and never overlapping."""
    ordered = sorted(facts, key=lambda fact: (fact.on, fact.kind, fact.rank))
    states = [first.state(begins)]
    for day, of_day in groupby(ordered, key=lambda fact: max(fact.on, begins)):
        for fact in of_day:
            first.learn(fact)
        new = first.state(day)
        if day == begins:
            states[-1] = new
        elif new[2:] != states[-1][2:]:
            states[-1] = states[-1]._replace(ends=day)
            states.append(new)
    return states


def _rows(
    model: type[models.Model], ids: list[int], on: str, *columns: str, rank: tuple[str, ...] = ("pk",)
) -> Iterator[Any]:
    rows = model._default_manager.filter(project__in=ids).order_by()
    for project, day, *rest in rows.values_list("project_id", on, *rank, *columns):
        yield project, day, tuple(rest[: len(rank)]), tuple(rest[len(rank) :])


def _facts(ids: list[int]) -> dict[int, list[Fact]]:
    """Every dated row of these projects, in one query per table."""
    reports = StatusReport.objects.filter(project__in=ids)
    replaced = set(reports.replaced().order_by().values_list("pk", flat=True))
    sources = {
        "phase": _rows(PhaseMove, ids, "on", "phase"),
        "end": _rows(EndPlan, ids, "set_on", "ends_on"),
        "plan": _rows(GatePlan, ids, "set_on", "gate", "planned_on"),
        "decision": _rows(GateDecision, ids, "on", "gate", "verdict"),
        "report": _rows(StatusReport, ids, "on", "pk", *DIMENSIONS, rank=("posted_at", "pk")),
        "budget": _rows(BudgetLine, ids, "on", "source", "plan_sek", "forecast_sek", "actual_sek"),
    }
    found: dict[int, list[Fact]] = defaultdict(list)
    for kind, rows in sources.items():
        for project, on, rank, values in rows:
            if kind != "report" or values[0] not in replaced:
                found[project].append(Fact(on, rank, kind, values))
    return {project: _in_force(facts) for project, facts in found.items()}


def _in_force(facts: list[Fact]) -> list[Fact]:
    """Without ends and phases that never came: what was meant from a later day, and decided otherwise before it."""
    kept = [fact for fact in facts if fact.kind not in {"end", "phase"}]
    for kind in ("end", "phase"):
        first = date.max
        for fact in sorted((fact for fact in facts if fact.kind == kind), key=lambda fact: fact.rank, reverse=True):
            if fact.on < first:
                kept.append(fact)
                first = fact.on
    return kept


def wanted(ids: list[int]) -> dict[int, list[State]]:
    """The states these projects should have, by project."""
    facts = _facts(ids)
    rows = Project.objects.filter(pk__in=ids).order_by()
    found = {}
    for pk, phase, since, starts_on, ends_on in rows.values_list("pk", "phase", "phase_since", "starts_on", "ends_on"):
        own = facts.get(pk, [])
        moves = sorted(fact for fact in own if fact.kind == "phase")
        has_end_plan = any(fact.kind == "end" for fact in own)
        begins = min([starts_on, *([moves[0].on] if moves else [since])])
        first = Known(moves[0].values[0] if moves else phase, begins, None if has_end_plan else ends_on)
        found[pk] = intervals(own, begins, first)
    return found


def _stored(ids: list[int]) -> dict[int, dict[date, tuple[int, datetime, State]]]:
    """The states as now known: project → first day → (key, known since, state)."""
    rows = ProjectState.objects.filter(project__in=ids, known__upper_inf=True)
    found: dict[int, dict[date, tuple[int, datetime, State]]] = defaultdict(dict)
    for pk, project, effective, known, *values in rows.values_list("pk", "project_id", "effective", "known", *FIELDS):
        found[project][effective.lower] = (pk, known.lower, State(effective.lower, effective.upper, *values))
    return found


def _last_known(ids: list[int]) -> dict[int, datetime]:
    """When each project's states were last corrected; the recording clock never runs backwards."""
    rows = ProjectState.objects.filter(project__in=ids, known__upper_inf=False).order_by()
    return dict(
        rows.values("project").annotate(last=models.Max(models.F("known__endswith"))).values_list("project", "last")
    )


@transaction.atomic
def rebuild(projects: Iterable[Any], at: datetime) -> int:
    """Make the states of these projects (rows or keys) what their dated rows say, as known from `at`.

    Rows that stay true are left alone; returns how many were written. A dozen queries per 2 000 projects.
    """
    ids = sorted({getattr(project, "pk", project) for project in projects})
    return sum(_rebuild(list(chunk), at) for chunk in batched(ids, CHUNK, strict=False))


def _rebuild(ids: list[int], at: datetime) -> int:
    stored, last_known = _stored(ids), _last_known(ids)
    new: list[tuple[Any, ...]] = []
    to_delete: list[int] = []
    to_close: dict[datetime, list[int]] = defaultdict(list)
    for pk, states in wanted(ids).items():
        since = max(at, last_known.get(pk, at))
        keep = {one.starts for one in states if (held := stored[pk].get(one.starts)) and held[2] == one}
        for starts, (key, known_since, _state) in stored[pk].items():
            if starts not in keep:
                (to_delete if known_since >= since else to_close[since]).append(key)
        new += [_row(pk, one, since) for one in states if one.starts not in keep]
    ProjectState.objects.filter(pk__in=to_delete).delete()
    for since, keys in to_close.items():
        ProjectState.objects.filter(pk__in=keys).update(known=_until(since))
    _insert(new)
    return len(new)


def _insert(rows: list[tuple[Any, ...]]) -> None:
    """A moved-in region has half a million rows."""
    copy_in(ProjectState, ("project_id", "effective", "known", *FIELDS), rows)


def _until(since: datetime) -> models.Func:
    """known, closed at this moment."""
    output = ProjectState._meta.get_field("known").__class__()
    lower = models.Func("known", function="lower", output_field=models.DateTimeField())
    return models.Func(lower, models.Value(since), function="tstzrange", output_field=output)


def _row(project: int, one: State, since: datetime) -> tuple[Any, ...]:
    values = one._replace(previous=Jsonb(one.previous))[2:]
    return (project, DateRange(one.starts, one.ends), DateTimeTZRange(since, None), *values)


def verify(projects: Iterable[Any] | None = None) -> list[int]:
    """The keys of the projects whose stored states are not what their dated rows say."""
    keys = Project.objects.order_by("pk").values_list("pk", flat=True) if projects is None else projects
    ids = [getattr(key, "pk", key) for key in keys]
    return [pk for chunk in batched(ids, CHUNK, strict=False) for pk in _wrong(list(chunk))]


def _wrong(ids: list[int]) -> list[int]:
    stored = _stored(ids)
    return [
        pk
        for pk, states in wanted(ids).items()
        if states != [held for _key, _since, held in sorted(stored[pk].values(), key=lambda row: row[2].starts)]
    ]
