"""States: the stretches of days computed from dated rows, and what rebuild writes and leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import states
from projects.models import BudgetLine, EndPlan, GateDecision, GatePlan, PhaseMove, Project, ProjectState, StatusReport
from projects.models.gate import GATES
from projects.models.status_report import DIMENSIONS
from projects.states import Fact, Known, intervals
from tests.world import NOW, project_named

START = date(2025, 2, 6)


def report(project, on, overall="on_track", **fields):
    posted_at = fields.pop("posted_at", datetime(on.year, on.month, on.day, 14, tzinfo=UTC))
    return StatusReport.objects.create(project=project, on=on, posted_at=posted_at, overall=overall, **fields)


def stretches(project, *fields):
    rows = project.states.now_known().order_by("effective")
    return [(row.effective.lower, row.effective.upper, *(getattr(row, name) for name in fields)) for row in rows]


def test_a_project_without_rows_has_one_state_from_its_start(world):
    states.rebuild([world.project], NOW)
    assert stretches(world.project, "phase", "overall", "next_gate", "ends_on") == [
        (START, None, "needs", "", "G0", date(2027, 9, 25))
    ]


def test_each_report_opens_a_state_with_the_lights_of_the_one_before(world):
    report(world.project, date(2026, 5, 4), "watch", time="off_track")
    report(world.project, date(2026, 6, 3), "off_track", time="off_track")
    states.rebuild([world.project], NOW)
    assert stretches(world.project, "overall", "reported_on") == [
        (START, date(2026, 5, 4), "", None),
        (date(2026, 5, 4), date(2026, 6, 3), "watch", date(2026, 5, 4)),
        (date(2026, 6, 3), None, "off_track", date(2026, 6, 3)),
    ]
    assert world.project.states.get(overall="off_track").previous["overall"] == "watch"


def test_a_slipped_gate_keeps_its_first_date(world):
    for set_on, planned_on in ((START, date(2025, 9, 1)), (date(2025, 8, 20), date(2025, 10, 15))):
        GatePlan.objects.create(project=world.project, gate="G0", set_on=set_on, planned_on=planned_on)
    states.rebuild([world.project], NOW)
    assert stretches(world.project, "next_gate_on", "next_gate_first_on") == [
        (START, date(2025, 8, 20), date(2025, 9, 1), date(2025, 9, 1)),
        (date(2025, 8, 20), None, date(2025, 10, 15), date(2025, 9, 1)),
    ]


def test_a_passed_gate_makes_the_following_one_next_and_a_hold_does_not(world):
    GateDecision.objects.create(project=world.project, gate="G0", verdict="go", on=date(2025, 3, 1))
    GateDecision.objects.create(project=world.project, gate="G1", verdict="hold", on=date(2025, 6, 1))
    states.rebuild([world.project], NOW)
    assert stretches(world.project, "next_gate") == [(START, date(2025, 3, 1), "G0"), (date(2025, 3, 1), None, "G1")]


def test_an_ended_project_has_no_next_gate(world):
    PhaseMove.objects.create(project=world.project, phase="needs", on=START)
    PhaseMove.objects.create(project=world.project, phase="stopped", on=date(2025, 5, 1))
    states.rebuild([world.project], NOW)
    assert stretches(world.project, "phase", "next_gate") == [
        (START, date(2025, 5, 1), "needs", "G0"),
        (date(2025, 5, 1), None, "stopped", ""),
    ]


def test_the_budget_is_the_sum_of_the_newest_line_of_each_source(world):
    for on, source, plan in ((START, "Region", 100), (START, "Vinnova", 50), (date(2026, 1, 1), "Vinnova", 80)):
        BudgetLine.objects.create(project=world.project, on=on, source=source, plan_sek=plan)
    states.rebuild([world.project], NOW)
    assert stretches(world.project, "plan_sek") == [(START, date(2026, 1, 1), 150), (date(2026, 1, 1), None, 180)]


def test_an_end_plan_holds_from_the_day_it_was_set(world):
    EndPlan.objects.create(project=world.project, ends_on=date(2027, 1, 1), set_on=START)
    EndPlan.objects.create(project=world.project, ends_on=date(2027, 3, 1), set_on=date(2026, 6, 1))
    states.rebuild([world.project], NOW)
    assert stretches(world.project, "ends_on") == [
        (START, date(2026, 6, 1), date(2027, 1, 1)),
        (date(2026, 6, 1), None, date(2027, 3, 1)),
    ]


def test_a_correction_replaces_the_report_and_both_are_known_in_their_time(world):
    first = report(world.project, date(2026, 5, 4), "on_track")
    states.rebuild([world.project], NOW)
    report(world.project, date(2026, 5, 4), "watch", corrects=first)
    later = NOW + timedelta(hours=1)
    states.rebuild([world.project], later)
    on = {"effective__contains": date(2026, 5, 10)}
    assert world.project.states.get(known__contains=NOW, **on).overall == "on_track"
    assert world.project.states.get(known__contains=later, **on).overall == "watch"
    assert world.project.states.get(known__upper_inf=True, **on).overall == "watch"


def test_rebuilding_leaves_rows_that_stay_true(world):
    report(world.project, date(2026, 5, 4), "watch")
    states.rebuild([world.project], NOW)
    first = world.project.states.get(effective__startswith=START).pk
    report(world.project, date(2026, 6, 3), "off_track")
    assert states.rebuild([world.project], NOW + timedelta(days=1)) == 2
    assert world.project.states.get(effective__startswith=START).pk == first
    assert states.rebuild([world.project], NOW + timedelta(days=2)) == 0


def test_rebuilding_twice_at_one_moment_leaves_no_trace_of_the_first(world):
    states.rebuild([world.project], NOW)
    report(world.project, date(2026, 5, 4), "watch")
    states.rebuild([world.project], NOW)
    assert world.project.states.count() == 2


def test_a_clock_that_runs_backwards_breaks_nothing(world):
    states.rebuild([world.project], NOW)
    report(world.project, date(2026, 5, 4), "watch")
    states.rebuild([world.project], NOW + timedelta(days=2))
    report(world.project, date(2026, 6, 4), "watch")
    states.rebuild([world.project], NOW - timedelta(days=2))
    assert states.verify() == []


def test_rebuilding_takes_as_many_queries_for_three_projects_as_for_one(world):
    projects = [world.project, project_named("Två"), project_named("Tre")]

    def queries(those):
        with CaptureQueriesContext(connection) as captured:
            states.rebuild(those, NOW)
        return len(captured)

    assert queries(projects[:1]) == queries(projects[1:])


def test_the_command_says_which_states_are_wrong_and_repairs_them(world):
    states.rebuild([world.project], NOW)
    PhaseMove.objects.create(project=world.project, phase="closed", on=date(2025, 6, 1))
    with pytest.raises(CommandError, match=world.project.code):
        call_command("rebuild_states", "--check")
    call_command("rebuild_states")
    call_command("rebuild_states", "--check")
    assert Project.objects.count() == 1


def test_states_that_overlap_are_refused_by_the_database(world):
    states.rebuild([world.project], NOW)
    row = world.project.states.get()
    row.pk = None
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="projectstate_one_truth"):
        row.save()


days = st.integers(0, 900).map(lambda number: START + timedelta(days=number))
light = st.sampled_from(["", "on_track", "watch", "off_track"])
facts = st.one_of(
    st.tuples(days, st.just("phase"), st.tuples(st.sampled_from(["planning", "execution", "results", "closed"]))),
    st.tuples(days, st.just("end"), st.tuples(days)),
    st.tuples(days, st.just("plan"), st.tuples(st.sampled_from(GATES), days)),
    st.tuples(days, st.just("decision"), st.tuples(st.sampled_from(GATES), st.sampled_from(["go", "hold"]))),
    st.tuples(days, st.just("budget"), st.tuples(st.sampled_from("AB"), st.integers(0, 9), st.just(0), st.just(0))),
    st.tuples(days, st.just("report"), st.tuples(st.integers(1, 99), *[light] * len(DIMENSIONS))),
)


@given(rows=st.lists(facts, max_size=12), on=days)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_states_touch_without_overlap_and_say_what_replaying_the_rows_says(rows, on):
    told = [Fact(day, (number,), kind, values) for number, (day, kind, values) in enumerate(rows)]
    found = intervals(told, START, Known("needs", START))
    assert found[0].starts == START and found[-1].ends is None
    assert [one.ends for one in found[:-1]] == [one.starts for one in found[1:]]
    replayed = Known("needs", START)
    for fact in sorted((fact for fact in told if fact.on <= on), key=lambda fact: (fact.on, fact.kind, fact.rank)):
        replayed.learn(fact)
    (then,) = [one for one in found if one.starts <= on and (one.ends is None or on < one.ends)]
    assert then[2:] == replayed.state(on)[2:]


def test_states_hidden_with_their_project(world):
    world.project.confidentiality = "named"
    world.project.save()
    states.rebuild([world.project], NOW)
    assert [ProjectState.objects.visible_to(user).count() for user in (world.lead, world.outsider)] == [1, 0]
