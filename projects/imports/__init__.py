"""Projects from an old workbook, with status history and milestones: a kind of import (see `imports.kinds`)."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from accounts.access import YES, Answer
from accounts.models import User
from projects.access import can_start_project
from projects.imports.carrying import carry_out
from projects.imports.columns import SHEETS, SHOWN
from projects.imports.planning import plan
from projects.models import Project

__all__ = ["CODE", "LABEL", "NAMES", "PLACE", "SHEETS", "SHOWN", "carry_out", "may", "plan", "readable"]

CODE = "projects"
PLACE = 5
NAMES = ("projekt", "project")
LABEL = gettext_lazy("Projects with status history and milestones")


def may(by: User) -> Answer:
    """Who starts projects, or leads one of those that the file may speak of."""
    answer = can_start_project(by)
    return YES if not answer and by.is_active and Project.objects.filter(lead=by).exists() else answer


def readable(keys: Iterable[int], by: User) -> set[int]:
    """A status or a milestone is read as its project is."""
    return set(Project.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))
