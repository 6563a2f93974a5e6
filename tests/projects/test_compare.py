"""What changed between two days explains the counts of the later one, whatever happened in between."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import as_of, states, words
from projects.compare import between
from projects.models import (
    DIMENSIONS,
    BudgetLine,
    EndPlan,
    GateDecision,
    GatePlan,
    Phase,
    PhaseMove,
    Project,
    StatusReport,
)
from tests.projects.test_states import report
from tests.rounds import rounds
from tests.world import NOW, project_named

BEGIN = date(2026, 1, 1)
LIGHTS = ["", "on_track", "watch", "off_track"]
days = st.integers(0, 320).map(lambda number: BEGIN + timedelta(days=number))
which = st.integers(0, 2)
lights = st.tuples(*[st.sampled_from(LIGHTS)] * len(DIMENSIONS))
ENDS = st.none() | days.map(lambda day: day + timedelta(days=500))
events = st.one_of(
    st.tuples(st.just("post"), which, days, lights),
    # A correction of the report posted that many before, on its own day or another.
    st.tuples(st.just("correct"), which, st.none() | days, st.tuples(st.integers(0, 3), lights)),
    st.tuples(st.just("phase"), which, days, st.sampled_from([*Phase.values, "closed"])),
    st.tuples(st.just("end"), which, days, ENDS),
    st.tuples(st.just("plan"), which, days, st.tuples(st.sampled_from(["G0", "G1", "G2"]), days)),
    st.tuples(st.just("decide"), which, days, st.sampled_from(["G0", "G1", "G6"])),
    st.tuples(st.just("budget"), which, days, st.tuples(*[st.integers(0, 3)] * 3)),
    st.tuples(st.just("rename"), which, days, st.sampled_from(["Ny titel", "Annan titel"])),
    st.tuples(st.just("begin"), which, days, st.none()),
    st.tuples(st.just("delete"), which, days, st.none()),
)


def _post(project, number, on, what):
    said = dict(zip(DIMENSIONS, what, strict=True))
    StatusReport.objects.create(project=project, on=on, posted_at=NOW + timedelta(seconds=number), **said)


def _correct(project, number, on, what):
    free = list(project.status_reports.filter(corrected_by=None).order_by("pk"))
    if free:
        wrong = free[what[0] % len(free)]
        said = dict(zip(DIMENSIONS, what[1], strict=True)) | {"posted_at": NOW + timedelta(seconds=number)}
        StatusReport.objects.create(project=project, on=on or wrong.on, corrects=wrong, **said)


def _budget(project, number, on, what):
    amounts = dict(zip(("plan_sek", "forecast_sek", "actual_sek"), what, strict=True))
    BudgetLine.objects.update_or_create(project=project, on=on, source="", defaults=amounts)


def _rename(project, number, on, what):
    project.change({"title": what}, by=project.lead, at=datetime.combine(on, time(12), UTC))
    project.refresh_from_db()


def _begin(project, number, on, what):
    project.starts_on = project.phase_since = on
    project.save()


HAPPEN = {
    "post": _post,
    "correct": _correct,
    "phase": lambda project, number, on, what: PhaseMove.objects.create(project=project, phase=what, on=on),
    "end": lambda project, number, on, what: EndPlan.objects.update_or_create(
        project=project, set_on=on, defaults={"ends_on": what}
    ),
    "plan": lambda project, number, on, what: GatePlan.objects.update_or_create(
        project=project, gate=what[0], set_on=on, defaults={"planned_on": what[1]}
    ),
    "decide": lambda project, number, on, what: GateDecision.objects.create(
        project=project, gate=what, verdict="go", on=on
    ),
    "budget": _budget,
    "rename": _rename,
    "begin": _begin,
}


def _told_moves(changes):
    """What the told changes do to the counts of lights and of phases."""
    lights, phases = Counter(), Counter()
    for part in (part for change in changes for part in change.parts):
        came, went = part.kind in {"new", "reopened"}, part.kind in {"closed", "stopped", "gone"}
        if part.kind == "light":
            lights[part.after] += 1
            lights[part.before] -= 1
        if part.kind == "phase" or came:
            phases[part.after] += 1
        if (part.kind == "phase" or went) and part.before:
            phases[part.before] -= 1
        if part.light is not None:
            lights[part.light] += 1 if came else -1
    return lights, phases


FACTS = ("phase", "next_gate", "next_gate_on", "ends_on", "plan_sek", "forecast_sek", "actual_sek", "title")
NAMES = {"gate": "next_gate_on", "end": "ends_on", "passed": "next_gate"} | {
    name: f"{name}_sek" for name in ("plan", "forecast", "actual")
}


def _replayed(row, parts):
    """The facts of a running project after the told changes."""
    facts = {name: getattr(row, name) for name in FACTS} | {name: row.light(name) for name in DIMENSIONS}
    if any(part.kind in {"passed", "next_gate"} for part in parts):
        facts["next_gate_on"] = None
    for part in parts:
        if part.kind in {"light", "dimension"}:
            facts[part.dimension] = part.after
        elif part.kind in {"phase", "next_gate", "title"} or part.kind in NAMES:
            facts[NAMES.get(part.kind, part.kind)] = part.after
    return facts


def _counted(rows):
    running = [row for row in rows if row.is_running]
    return Counter(row.shown for row in running), Counter(row.phase for row in running)


@pytest.fixture
def three(world):
    others = [project_named(name, lead=world.lead, starts_on=BEGIN, phase_since=BEGIN) for name in ("Två", "Tre")]
    return [world.project, *others]


@given(happened=st.lists(events, max_size=10), earlier=days, later=days, light=st.sampled_from(["", "none", *LIGHTS]))
@settings(
    max_examples=rounds(20, 200),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
def test_the_counts_of_the_later_day_are_those_of_the_earlier_and_the_told_changes(
    world, three, happened, earlier, later, light
):
    earlier, later = sorted([earlier, later])
    with transaction.atomic():
        _carry_out(three, happened)
        compared = between(world.manager, earlier, later)
        _assert_explained(compared)
        _assert_explained_with_filter(world, earlier, later, light)
        _assert_told_in_words(compared)
        transaction.set_rollback(True)
    for project in three:
        project.refresh_from_db()


def _carry_out(projects, happened):
    deleted = set()
    for number, (kind, which, on, what) in enumerate(happened):
        if kind == "delete":
            deleted.add(which)
        elif which not in deleted:
            HAPPEN[kind](projects[which], number, on, what)
    states.rebuild(projects, NOW)
    # The database keeps a project with posted reports.
    Project.objects.filter(pk__in=[projects[number].pk for number in deleted], status_reports=None).delete()


def _assert_explained(compared):
    (lights_then, phases_then), (lights_now, phases_now) = _counted(compared.then), _counted(compared.now)
    lights, phases = _told_moves(compared.changes)
    for then, moved, now in ((lights_then, lights, lights_now), (phases_then, phases, phases_now)):
        then.update(moved)
        assert +then == +now
        assert all(count >= 0 for count in then.values())
    told = {change.project: change.parts for change in compared.changes}
    before = {row.project: row for row in compared.then}
    for row in compared.now:
        then = before.get(row.project)
        if then and then.is_running and row.is_running:
            wanted = {name: getattr(row, name) for name in FACTS} | {name: row.light(name) for name in DIMENSIONS}
            assert _replayed(then, told.get(row.project, ())) == wanted
            told_reports = [part.after for part in told.get(row.project, ()) if part.kind == "report"]
            assert told_reports == ([row.reported_on] if then.report_id != row.report_id else [])


def _assert_explained_with_filter(world, earlier, later, light):
    """With a filter on the light, those that leave it are told as well as those that enter."""
    if not light:
        return
    compared = between(world.manager, earlier, later, {"light": light})
    wanted = "" if light == "none" else light
    lights, _phases = _told_moves(compared.changes)
    then, now = (_counted(rows)[0][wanted] for rows in (compared.then, compared.now))
    assert then + lights[wanted] == now


def _assert_told_in_words(compared):
    for change in compared.changes:
        assert words.sentences(change) and words.mark(change)


def _holds(part, row, change):
    """Whether what the part tells is so in this row."""
    facts = {"report": (row.report_id, change.now.report_id), "new": (True, True), "title": (row.title, part.after)}
    if part.kind in {"light", "dimension"}:
        return row.light(part.dimension) == part.after
    if part.kind == "gate":
        return (row.next_gate, row.next_gate_on) == (part.gate, part.after)
    if part.kind in {"stopped", "closed", "reopened", "phase"}:
        return row.phase == part.after if part.kind != "reopened" else row.is_running
    names = {"end": "ends_on", "passed": "next_gate", "next_gate": "next_gate"}
    known, told = facts.get(part.kind) or (getattr(row, names.get(part.kind, f"{part.kind}_sek")), part.after)
    return known == told


def _held_from(part, change, days, rows):
    """The first of the days, newest first, since when it has been so."""
    found = None
    for day in days:
        row = rows[day].get(change.project)
        if row is None or not _holds(part, row, change):
            break
        found = day
    return found


@given(happened=st.lists(events, min_size=3, max_size=10), later=days, gap=st.integers(1, 25))
@settings(max_examples=rounds(4, 40), deadline=None, suppress_health_check=[*HealthCheck])
def test_each_change_is_told_of_the_day_from_which_it_holds(world, three, happened, later, gap):
    earlier = later - timedelta(days=gap)
    with transaction.atomic():
        _carry_out(three, happened)
        days_between = [later - timedelta(days=number) for number in range(gap)]
        rows = {
            day: {row.project: row for row in as_of.portfolio(world.manager, day, ended=True, named=False)}
            for day in days_between
        }
        for change in between(world.manager, earlier, later).changes:
            for part in change.parts:
                assert part.on == _held_from(part, change, days_between, rows), part
            assert (change.on, change.parts[0].is_late) == (change.parts[0].on, False)
        transaction.set_rollback(True)
    for project in three:
        project.refresh_from_db()


def test_a_report_that_moved_one_light_only_is_a_change(world):
    report(world.project, date(2026, 3, 3), "watch", time="on_track")
    report(world.project, date(2026, 3, 20), "watch", time="watch")
    states.rebuild([world.project], NOW)
    (change,) = between(world.manager, date(2026, 3, 10), date(2026, 3, 25)).changes
    assert [(part.kind, part.dimension, part.before, part.after) for part in change.parts] == [
        ("dimension", "time", "on_track", "watch"),
        ("report", "", date(2026, 3, 3), date(2026, 3, 20)),
    ]
    assert words.sentences(change).replace("\xa0", " ") == "Time: on track → watch. New report 20 Mar 2026."
    assert change.on == date(2026, 3, 20)


def test_a_new_report_with_the_same_lights_is_a_change(world):
    for day in (3, 20):
        report(world.project, date(2026, 3, day), "watch")
    states.rebuild([world.project], NOW)
    (change,) = between(world.manager, date(2026, 3, 10), date(2026, 3, 25)).changes
    assert [part.kind for part in change.parts] == ["report"]


def test_a_status_that_grew_old_is_a_change_on_the_day_it_did(world):
    report(world.project, date(2026, 3, 1), "on_track", scope="on_track")
    states.rebuild([world.project], NOW)
    (change,) = between(world.manager, date(2026, 3, 10), date(2026, 5, 25)).changes
    assert [(part.kind, part.before, part.after, part.stale) for part in change.parts] == [
        ("light", "on_track", "", True),
        ("dimension", "on_track", "", True),
    ]
    assert change.on == date(2026, 4, 16)
    assert words.sentences(change).startswith("On track → not reported, since the report is more than 45 days old.")


def test_a_small_change_of_money_or_of_an_end_is_told_among_the_last(world):
    BudgetLine.objects.create(project=world.project, on=date(2026, 1, 1), plan_sek=1_000_000, forecast_sek=1_000_000)
    BudgetLine.objects.create(
        project=world.project, on=date(2026, 3, 1), plan_sek=1_000_000, forecast_sek=1_010_000, actual_sek=300_000
    )
    EndPlan.objects.create(project=world.project, ends_on=date(2027, 1, 1), set_on=date(2026, 1, 1))
    EndPlan.objects.create(project=world.project, ends_on=date(2027, 1, 4), set_on=date(2026, 3, 1))
    states.rebuild([world.project], NOW)
    (change,) = between(world.manager, date(2026, 2, 1), date(2026, 4, 1)).changes
    assert [(part.kind, part.after, part.days) for part in change.parts] == [
        ("end", date(2027, 1, 4), 3),
        ("forecast", Decimal(1_010_000), 0),
        ("actual", Decimal(300_000), 0),
    ]
    assert "Forecast SEK 1 000 000 → 1 010 000." in words.sentences(change).replace("\xa0", " ")


def test_the_last_gate_passed_is_told(world):
    GateDecision.objects.create(project=world.project, gate="G5", verdict="go", on=date(2026, 1, 1))
    GateDecision.objects.create(project=world.project, gate="G6", verdict="go", on=date(2026, 3, 1))
    states.rebuild([world.project], NOW)
    (change,) = between(world.manager, date(2026, 2, 1), date(2026, 4, 1)).changes
    assert [(part.kind, part.before, part.after) for part in change.parts] == [("passed", "G6", "")]


def test_projects_that_came_and_went_between_the_days_are_told(world):
    brief = project_named("Kort", starts_on=date(2026, 2, 10), phase_since=date(2026, 2, 10))
    PhaseMove.objects.create(project=brief, phase="needs", on=date(2026, 2, 10))
    PhaseMove.objects.create(project=brief, phase="closed", on=date(2026, 3, 10))
    states.rebuild([brief], NOW)
    (change,) = between(world.manager, date(2026, 2, 1), date(2026, 4, 1)).changes
    assert words.sentences(change) == "Started and closed."


def test_a_project_that_left_the_filter_is_told_and_no_other(world):
    report(world.project, date(2026, 2, 1), "watch")
    report(world.project, date(2026, 3, 1), "off_track")
    other = project_named("Tyst larm")
    report(other, date(2026, 3, 1), "on_track")
    states.rebuild([world.project, other], NOW)
    compared = between(world.manager, date(2026, 2, 10), date(2026, 3, 10), {"light": "watch"})
    assert [change.title for change in compared.changes] == ["Sårvård på distans"]
    assert (len(compared.then), len(compared.now)) == (1, 0)
    assert as_of.counts(compared.now)["watch"] == 0
