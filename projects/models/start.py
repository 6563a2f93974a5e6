"""Start projects, one or many: the verb `start` in full."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.access import require
from accounts.models import User
from crm.models import Confidentiality
from journal.bulk import bulk_create
from journal.happening import Happening
from journal.record import record_all
from projects.access import can_start_project
from projects.models.budget import BudgetLine
from projects.models.phase import EndPlan, Phase, PhaseMove
from projects.models.reader import ProjectReader
from ui.text import fold

RELATIONS = ["lead", "team", "s3_area"]


def check_start(project: Any, *, by: User) -> None:
    """Raises PermissionDenied or ValidationError; asks the database nothing, so that the code may yet be taken."""
    require(can_start_project(by))
    project.phase_since = project.phase_since or project.starts_on
    project.search_key = fold(project.title)
    project.clean_fields(exclude=RELATIONS)
    project.clean()


def start_all(projects: Sequence[Any], *, by: User, at: datetime, budget: Iterable[BudgetLine] = ()) -> None:
    """Insert checked projects with their first phase, planned end and what their money was from the start."""
    for project in projects:
        check_start(project, by=by)
    bulk_create(projects, by=by, reason="project.started", at=at)
    moves = [PhaseMove(project=one, phase=phase, on=on, by=by) for one in projects for phase, on in _phases(one)]
    PhaseMove.objects.bulk_create(moves)
    today = timezone.localdate(at)
    planned = [one for one in projects if one.ends_on]
    ends = [EndPlan(project=one, ends_on=one.ends_on, set_on=min(one.starts_on, today), by=by) for one in planned]
    EndPlan.objects.bulk_create(ends)
    BudgetLine.objects.bulk_create(budget)
    # Whoever starts a kept project for another knows it, and goes on reading it.
    kept = [one for one in projects if one.confidentiality != Confidentiality.OPEN and one.lead_id != by.pk]
    ProjectReader.objects.bulk_create(ProjectReader(project=one, user=by) for one in kept)
    record_all(Happening("project.started", one, by, at) for one in projects)


def _phases(project: Any) -> list[tuple[str, Any]]:
    """One that has come to a later phase since it started had begun: it was in its first until then."""
    if project.phase_since > project.starts_on:
        return [(Phase.NEEDS, project.starts_on), (project.phase, project.phase_since)]
    return [(project.phase, project.starts_on)]
