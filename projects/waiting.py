"""The decisions that wait for whoever decides gates: the gates whose day has come, and what status reports ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from accounts.rights import Reader
from projects.models import Gate, Project, ProjectState, StatusReport
from projects.models.phase import RUNNING

# What is to be decided within a fortnight is prepared now.
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    """`gate` is its code, or nothing when a report (`report`) asks for the decision; `on` may be unsaid."""

    project: Project
    what: str
    on: date | None
    gate: str = ""
    report: int | None = None


def decisions(user: Reader, on: date) -> list[Waiting]:
    """Of the running projects that she reads: the latest late one first, those without a day last."""
    states = ProjectState.objects.visible_to(user).now_known().filter(effective__contains=on, phase__in=RUNNING)
    found = [*_gates(states, on), *_asked_for(user, states, on)]
    return sorted(found, key=lambda one: (one.on or date.max, one.project.code, one.gate, one.what))


def _gates(states: QuerySet[ProjectState], on: date) -> Iterator[Waiting]:
    due = states.filter(next_gate_on__lte=on + AHEAD).select_related("project")
    for state in due:
        yield Waiting(state.project, str(Gate(state.next_gate).label), state.next_gate_on, gate=state.next_gate)


def _asked_for(user: Reader, states: QuerySet[ProjectState], on: date) -> Iterator[Waiting]:
    """The newest report of each says what is asked for still."""
    newest = StatusReport.objects.visible_to(user).filter(pk__in=states.values("report_id")).exclude(decisions=[])
    for report in newest.select_related("project").only("decisions", "project__code", "project__title"):
        for asked in report.decisions:
            day = date.fromisoformat(asked["by_on"]) if asked.get("by_on") else None
            if day is None or day <= on + AHEAD:
                yield Waiting(report.project, asked["text"], day, report=report.pk)
