"""What the portfolio shows of a project follows from what has happened to it."""

from collections.abc import Sequence

from journal.happening import Happening
from projects import states

# What writes a dated row, or moves one.
VERBS = (
    "project.started",
    "project.changed",
    "project.gate_planned",
    "project.gate_decided",
    "project.closed",
    "project.budget_set",
    "project.status_posted",
    "project.status_corrected",
)


def rebuild_states(happened: Sequence[Happening]) -> None:
    states.rebuild([one.subject.pk for one in happened], max(one.at for one in happened))
