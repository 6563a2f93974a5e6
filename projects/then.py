"""What the rules judge a project by, as it was on a day: its state, its milestones and its benefits.

States have a business clock of their own (`projects.states`). Milestones and benefits are read from their history; what
was so before the project came into Fyr nobody wrote down, and it is taken to be what it came with. Projects call this
from a verb, so it knows their parts by their relations only.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate

if TYPE_CHECKING:
    from projects.models import ProjectState

PARTS = ("milestones", "benefits__readings")


@dataclass(frozen=True)
class Then:
    """A project on a day; `state` is None before it began. Milestones say when they were met even when that is later,
    and benefits have all their readings: both are dated."""

    on: date
    starts_on: date
    state: "ProjectState | None"
    milestones: list[Any]
    benefits: list[Any]


class Past:
    """These projects on any day, by their `states` as now known; at most six queries, however many there are."""

    def __init__(self, projects: Iterable[Any], states: "Iterable[ProjectState]") -> None:
        projects = list(projects)
        prefetch_related_objects(projects, *PARTS)
        self.states: dict[int, list[ProjectState]] = defaultdict(list)
        for state in states:
            self.states[state.project_id].append(state)
        self.milestones = Versions(projects, "milestones", ("title", "planned_on", "forecast_on"))
        self.benefits = Versions(projects, "benefits", ("measure", "planned_on"))

    def of(self, project: Any, on: date) -> Then:
        seen = max(on, localdate(project.created_at))
        milestones = self.milestones.on(project, seen)
        return Then(
            on=on,
            starts_on=project.starts_on,
            state=next((state for state in self.states[project.pk] if on in state.effective), None),
            milestones=sorted(milestones, key=lambda one: (one.planned_on, one.pk)),
            benefits=self.benefits.on(project, seen),
        )


class Versions:
    """Parts of projects with what their `fields` were before; what they say with a date stays as it is said now."""

    def __init__(self, projects: Iterable[Any], name: str, fields: Sequence[str]) -> None:
        self.fields = fields
        self.parts: dict[int, list[Any]] = {project.pk: list(getattr(project, name).all()) for project in projects}
        self.versions: dict[int, list[tuple[date, list[Any]]]] = defaultdict(list)
        if rows := {part.pk: part for parts in self.parts.values() for part in parts}:
            self._read(type(next(iter(rows.values()))), list(rows))

    def _read(self, model: Any, keys: list[int]) -> None:
        history = model.history.filter(id__in=keys).order_by("history_date", "history_id")
        for key, at, *values in history.values_list("id", "history_date", *self.fields):
            self.versions[key].append((localdate(at), values))

    def on(self, project: Any, day: date) -> list[Any]:
        """Those that were there at the end of that day, as they were."""
        return [found for part in self.parts[project.pk] if (found := self._then(part, day)) is not None]

    def _then(self, part: Any, day: date) -> Any:
        known = [values for since, values in self.versions[part.pk] if since <= day]
        if not known:
            return None
        found = copy(part)
        for name, value in zip(self.fields, known[-1], strict=True):
            setattr(found, name, value)
        return found
