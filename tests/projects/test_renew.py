"""States of an older rule are made anew by whoever migrates or prepares; those of this rule are left alone."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from projects import renew, states
from projects.models import PhaseMove, ProjectState, StateRule, StatusReport
from tests.world import NOW, project_named

CORRECTED = date(2026, 9, 10)


@pytest.fixture
def older(world):
    """A database whose states an older rule made: a correction took the corrected report out of every day."""
    for project in (world.project, project_named("Två", lead=world.lead)):
        PhaseMove.objects.create(project=project, phase="needs", on=project.starts_on)
        posted = {"project": project, "posted_at": NOW, "by": world.lead}
        first = StatusReport.objects.create(on=CORRECTED, overall="on_track", **posted)
        states.rebuild([project], datetime(2026, 9, 10, tzinfo=UTC))
        StatusReport.objects.create(on=date(2026, 11, 3), overall="watch", corrects=first, **posted)
    StateRule.objects.update_or_create(pk=StateRule.ONLY, defaults={"rule": states.RULE - 1})
    assert len(states.verify()) == 2
    return world


@pytest.mark.parametrize("command", ["migrate", "prepare"])
def test_states_of_an_older_rule_are_made_anew(older, settings, tmp_path, command):
    settings.VAR_DIR = settings.STATIC_ROOT = tmp_path
    call_command(command, verbosity=0)
    assert (states.verify(), StateRule.objects.get().rule) == ([], states.RULE)
    known_before = ProjectState.objects.filter(known__upper_inf=False)
    assert known_before.count() == 2


def test_a_database_from_before_rules_had_numbers_is_of_an_older_one(older):
    StateRule.objects.all().delete()
    assert renew.renew(NOW) > 0
    assert (states.verify(), StateRule.objects.get().rule) == ([], states.RULE)


def test_states_of_this_rule_cost_one_query(older, django_assert_num_queries):
    renew.renew(NOW)
    with django_assert_num_queries(3):
        assert renew.renew(NOW) == 0


def test_going_back_to_an_older_schema_makes_nothing_anew(older, monkeypatch):
    monkeypatch.setattr(renew.MigrationLoader, "build_graph", _without_the_last_of_projects)
    renew.after_migrating("default", plan=[])
    assert StateRule.objects.get().rule == states.RULE - 1


def _without_the_last_of_projects(loader):
    BUILD(loader)
    for leaf in loader.graph.leaf_nodes("projects"):
        loader.applied_migrations.pop(leaf)


BUILD = renew.MigrationLoader.build_graph


def test_the_rule_is_raised_when_states_become_others(world):
    """A project with rows of each sort. Other states than these want another number in `states.RULE`, and both here."""
    project = project_named("Alla slag", ends_on=date(2026, 12, 31), starts_on=date(2026, 1, 1))
    for on, phase in ((date(2026, 1, 1), "needs"), (date(2026, 3, 1), "planning")):
        project.phase_moves.create(on=on, phase=phase)
    for set_on, ends_on in ((date(2026, 2, 1), date(2027, 1, 1)), (date(2026, 4, 1), None)):
        project.end_plans.create(set_on=set_on, ends_on=ends_on)
    for set_on, planned_on in ((date(2026, 1, 5), date(2026, 8, 1)), (date(2026, 5, 1), date(2026, 9, 1))):
        project.gate_plans.create(gate="G2", set_on=set_on, planned_on=planned_on)
    for gate, verdict, on in (("G0", "go", 2), ("G1", "go_with_conditions", 3), ("G2", "hold", 4)):
        project.gate_decisions.create(gate=gate, verdict=verdict, on=date(2026, on, 2))
    for source, plan, on in (("", 10, date(2025, 12, 1)), ("EU", 5, date(2026, 6, 1)), ("EU", 7, date(2026, 7, 1))):
        project.budget_lines.create(source=source, plan_sek=plan, forecast_sek=plan + 1, on=on)
    corrected = None
    for on, overall in ((date(2026, 2, 3), "on_track"), (date(2026, 5, 3), "watch"), (date(2026, 5, 9), "off_track")):
        corrected = project.status_reports.create(
            on=on, overall=overall, time="watch", posted_at=NOW, corrects=corrected if on.day == 9 else None
        )
    rows = [one._replace(report_id=one.report_id and 1) for one in states.wanted([project.pk])[project.pk]]
    assert (states.RULE, len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()[:12]) == (3, 12, "1866fdf8e11f")
