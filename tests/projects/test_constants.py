"""Two rules in their own numbers: how old a report may be, and which gate comes first in a phase."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from projects import as_of, states
from projects.models import Phase
from projects.trend import trend
from tests.projects.test_states import report
from tests.world import NOW, TODAY

# A month and two weeks of grace: as the portfolio's legend says, "on track more than 45 days ago" is not shown as such.
LAST_DAY, FIRST_DAY_TOO_OLD = 45, 46


@pytest.mark.parametrize(("age", "shown"), [(0, "on_track"), (LAST_DAY, "on_track"), (FIRST_DAY_TOO_OLD, "")])
def test_on_track_is_shown_for_forty_five_days(world, client, age, shown):
    report(world.project, TODAY - timedelta(days=age), "on_track", scope="on_track")
    states.rebuild([world.project], NOW)
    (row,) = as_of.portfolio(world.manager, TODAY)
    assert (row.shown, row.light("scope"), row.is_stale) == (shown, shown, age > LAST_DAY)
    (point,) = trend(world.manager, [TODAY])
    assert {light: count for light, count in point.lights.items() if count} == {shown: 1}
    client.force_login(world.manager)
    page = client.get(reverse("projects:portfolio"), {"as_of": TODAY}).text
    assert "on track more than 45 days ago" in page


@pytest.mark.parametrize("light", ["watch", "off_track"])
def test_a_bad_light_is_shown_however_old_it_is(world, light):
    report(world.project, TODAY - timedelta(days=100), light)
    states.rebuild([world.project], NOW)
    (row,) = as_of.portfolio(world.manager, TODAY)
    assert (row.shown, row.is_stale) == (light, True)


@pytest.mark.parametrize(
    ("phase", "gate"), [("needs", "G0"), ("planning", "G2"), ("execution", "G3"), ("results", "G5")]
)
def test_the_first_gate_of_a_phase_is_the_one_after_that_which_opens_it(world, client, phase, gate):
    """G1 opens planning, G2 execution, G4 results; needs begins with the first gate there is."""
    project = world.project
    type(project).objects.filter(pk=project.pk).update(phase=phase, phase_since=date(2026, 1, 10))
    project.phase_moves.all().delete()
    project.phase_moves.create(phase=phase, on=project.starts_on)
    states.rebuild([project], NOW)
    project.refresh_from_db()
    (row,) = as_of.portfolio(world.manager, TODAY)
    assert (row.phase, row.next_gate, project.next_gate()) == (phase, gate, gate)
    project.decide_gate(gate, "go", by=world.manager, at=NOW)
    project.refresh_from_db()
    (after,) = as_of.portfolio(world.manager, TODAY)
    assert after.next_gate == project.next_gate() == f"G{int(gate[1]) + 1}"


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.STOPPED])
def test_an_ended_project_has_no_next_gate(world, phase):
    world.project.phase_moves.create(phase=phase, on=date(2026, 11, 1))
    type(world.project).objects.filter(pk=world.project.pk).update(phase=phase, phase_since=date(2026, 11, 1))
    states.rebuild([world.project], NOW)
    world.project.refresh_from_db()
    (row,) = as_of.portfolio(world.manager, TODAY, ended=True)
    assert (row.next_gate, world.project.next_gate()) == ("", "")
