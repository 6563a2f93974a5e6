from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from journal.models import Entry
from projects.models import Project
from tests.world import NOW, TODAY


def start(world, **fields):
    return Project.start(by=fields.pop("by", world.manager), at=NOW, title="Tyst larm på natt", **fields)


def test_a_started_project_has_a_code_a_phase_a_lead_and_its_first_state(world):
    project = start(world, ends_on=date(2027, 6, 30))
    assert (project.code, project.phase, project.phase_since, project.lead) == (
        "P2026-001",
        "needs",
        TODAY,
        world.manager,
    )
    assert [(move.phase, move.on) for move in project.phase_moves.all()] == [("needs", TODAY)]
    assert [plan.ends_on for plan in project.end_plans.all()] == [date(2027, 6, 30)]
    assert project.states.get().effective.lower == TODAY
    assert Entry.objects.get(verb="project.started").subject == project
    assert start(world).code == "P2026-002"


def test_a_project_that_ends_before_it_starts_is_refused(world):
    with pytest.raises(ValidationError, match="ends before it starts"):
        start(world, ends_on=date(2026, 1, 1))


def test_an_advisor_starts_no_project(world):
    with pytest.raises(PermissionDenied, match="Project leads and managers"):
        start(world, by=world.advisor)
