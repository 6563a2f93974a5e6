"""The states of a project follow from what happens to it, in the same transaction, whichever verb it was."""

from datetime import date

import pytest
from django.db import transaction

from journal.models import Entry
from projects import states
from projects.models import Project, ProjectState
from tests.world import NOW
from worker.reactions.project_states import VERBS


def started(project, by):
    return Project.start(title="Ny", starts_on=date(2026, 11, 2), by=by, at=NOW)


def changed(project, by):
    values = {"starts_on": date(2026, 2, 2), "ends_on": date(2028, 1, 31), "title": "Annat"}
    return project.change(values, by=by, at=NOW)


def gate_planned(project, by):
    project.plan_gate("G0", date(2027, 3, 1), by=by, at=NOW)
    return project


def gate_decided(project, by):
    project.decide_gate("G0", "go", by=by, at=NOW)
    return project


def closed(project, by):
    return project.close(by=by, at=NOW)


def budget_set(project, by):
    project.set_budget(plan_sek=7, by=by, at=NOW)
    return project


def status_posted(project, by):
    project.post_status(overall="on_track", summary="Bra", by=by, at=NOW)
    return project


def status_corrected(project, by):
    said = {"comments": {"overall": "Sent"}, "recovery": {"overall": "Mer folk"}}
    posted = project.post_status(overall="on_track", summary="Bra", by=by, at=NOW)
    project.post_status(overall="watch", corrects=posted, by=by, at=NOW, **said)
    return project


ACTS = {
    f"project.{act.__name__}": act
    for act in (started, changed, gate_planned, gate_decided, closed, budget_set, status_posted, status_corrected)
}


def test_each_verb_that_states_follow_from_is_tried_here():
    assert set(ACTS) == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_states_follow(world, verb):
    states.rebuild([world.project], NOW)
    before = list(world.project.states.values_list("pk", flat=True))
    project = ACTS[verb](world.project, world.administrator)
    assert Entry.objects.filter(verb=verb).count() == 1
    assert states.verify([project]) == []
    assert list(ProjectState.objects.filter(project=project).values_list("pk", flat=True)) != before


def test_what_is_taken_back_takes_the_states_with_it(world):
    states.rebuild([world.project], NOW)
    before = list(world.project.states.values("pk", "known", "effective"))
    with transaction.atomic():
        gate_decided(world.project, world.administrator)
        transaction.set_rollback(True)
    assert list(world.project.states.values("pk", "known", "effective")) == before
