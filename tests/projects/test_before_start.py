"""What is written of a project before it starts holds when it has started."""

from datetime import UTC, date, datetime, timedelta

from projects import as_of
from projects.models import Project
from tests.world import NOW, TODAY

START = TODAY + timedelta(days=60)
LATER = START + timedelta(days=400)


def started(world, **fields):
    """A project that starts in two months, and whose end is planned for a year after."""
    told = {"title": "Tidig sepsis", "starts_on": START, "ends_on": START + timedelta(days=365)} | fields
    return Project.start(by=world.lead, at=NOW, lead=world.lead, **told)


def row(world, project, on):
    return next((one for one in as_of.portfolio(world.manager, on, ended=True) if one.project == project.pk), None)


def test_an_end_moved_before_the_start_is_the_end_from_the_start_on(world):
    project = started(world)
    project.change({"ends_on": LATER}, by=world.lead, at=NOW)
    assert [row(world, project, START + timedelta(days=days)).ends_on for days in (0, 1, 300)] == [LATER] * 3
    assert row(world, project, TODAY) is None


def test_so_it_is_for_one_that_had_no_end_and_for_one_that_loses_it(world):
    without, losing = started(world, ends_on=None), started(world, title="Tyst larm")
    without.change({"ends_on": LATER}, by=world.lead, at=NOW)
    losing.change({"ends_on": None}, by=world.lead, at=NOW)
    assert (row(world, without, START).ends_on, row(world, losing, START).ends_on) == (LATER, None)


def test_an_end_written_at_the_start_by_an_earlier_version_gives_way(world):
    project = started(world)
    project.end_plans.update(set_on=START)
    project.change({"ends_on": LATER}, by=world.lead, at=NOW)
    assert row(world, project, START).ends_on == LATER


def test_a_gate_passed_before_the_start_opens_its_phase(world):
    project = started(world)
    for gate in ("G0", "G1"):
        project.decide_gate(gate, "go", by=world.manager, at=NOW)
    assert [row(world, project, on).phase for on in (TODAY, START, LATER)] == ["planning"] * 3
    assert row(world, project, START).next_gate == "G2"


def test_a_start_moved_takes_with_it_what_was_so_from_the_start(world):
    project = started(world, starts_on=date(2026, 3, 1), ends_on=LATER)
    project.change({"starts_on": date(2026, 5, 1)}, by=world.lead, at=NOW)
    assert row(world, project, date(2026, 4, 1)) is None
    assert row(world, project, date(2026, 5, 1)).ends_on == LATER
    project.change({"starts_on": date(2026, 1, 1)}, by=world.lead, at=NOW)
    assert row(world, project, date(2026, 1, 1)).ends_on == LATER
    assert row(world, project, date(2026, 1, 1)).phase_since == date(2026, 1, 1)


def test_a_budget_set_before_the_start_of_an_imported_project_holds(world):
    project = started(world)
    project.set_budget(by=world.lead, at=datetime.combine(TODAY, NOW.time(), UTC), plan_sek=900_000)
    assert row(world, project, START).plan_sek == 900_000
