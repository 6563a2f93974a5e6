from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from journal.models import Entry
from projects import states
from tests.world import NOW, TODAY
from ui.versions import Changed


def test_a_change_is_saved_with_history_and_told(world):
    project = world.project.change({"summary": "Bilder av sår"}, by=world.lead, at=NOW, version=1)
    assert (project.summary, project.version, project.history.count()) == ("Bilder av sår", 2, 2)
    assert Entry.objects.get(verb="project.changed").by == world.lead


def test_a_new_planned_end_is_kept_beside_the_old_one(world):
    world.project.change({"ends_on": date(2027, 12, 31)}, by=world.lead, at=NOW)
    assert [(plan.set_on, plan.ends_on) for plan in world.project.end_plans.all()] == [
        (date(2025, 2, 6), date(2027, 9, 25)),
        (TODAY, date(2027, 12, 31)),
    ]
    before, after = world.project.states.now_known().order_by("effective")
    assert (before.ends_on, after.ends_on, after.effective.lower) == (date(2027, 9, 25), date(2027, 12, 31), TODAY)


def test_an_edit_of_an_older_version_is_refused_with_the_row_as_it_is(world):
    world.project.change({"summary": "Min"}, by=world.lead, at=NOW, version=1)
    with pytest.raises(Changed) as caught:
        world.project.change({"summary": "Din"}, by=world.manager, at=NOW + timedelta(1), version=1)
    assert caught.value.current.summary == "Min"


def test_only_the_lead_or_a_manager_changes_a_project(world):
    with pytest.raises(PermissionDenied, match="Only the project’s lead or a manager"):
        world.project.change({"summary": "x"}, by=world.advisor, at=NOW)
    assert states.verify() == [world.project.pk]
