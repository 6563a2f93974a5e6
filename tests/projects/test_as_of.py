"""The portfolio as of a date, compared with another, and counted over time."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Organisation
from projects import as_of, states
from projects.compare import between
from projects.models import BudgetLine, GatePlan, PhaseMove
from projects.trend import trend
from tests.projects.test_states import report
from tests.world import NOW, project_named

JUNE, MARCH = date(2026, 6, 30), date(2026, 3, 31)


def told(*projects):
    states.rebuild(projects, NOW)


def changes(user):
    return between(user, MARCH, JUNE).changes


def test_the_portfolio_shows_each_project_as_it_was_that_day(world):
    report(world.project, date(2026, 6, 3), "watch")
    report(world.project, date(2026, 7, 3), "off_track")
    clinic = Organisation.objects.create(name="Hudkliniken", kind="healthcare_provider")
    world.project.partners.create(organisation=clinic, role="need_owner")
    told(world.project)
    (row,) = as_of.portfolio(world.manager, JUNE)
    assert (row.title, row.owner, row.lead, row.overall, row.age_days) == (
        "Sårvård på distans",
        "Hudkliniken",
        "Lo Hedin",
        "watch",
        27,
    )


def test_a_project_is_absent_before_it_began(world):
    told(world.project)
    assert as_of.portfolio(world.manager, date(2025, 2, 5)) == []


def test_an_old_on_track_is_not_shown_as_one_and_an_old_watch_still_is(world):
    other = project_named("Tyst larm", lead=world.lead)
    report(world.project, date(2026, 3, 1), "on_track")
    report(other, date(2026, 3, 1), "watch")
    told(world.project, other)
    assert [row.shown for row in as_of.portfolio(world.manager, JUNE)] == ["", "watch"]
    assert as_of.counts(as_of.portfolio(world.manager, JUNE)) == {"on_track": 0, "watch": 1, "off_track": 0, "": 1}


def test_what_was_known_then_can_be_asked_for(world):
    first = report(world.project, date(2026, 6, 3), "on_track")
    told(world.project)
    report(world.project, date(2026, 6, 3), "off_track", corrects=first)
    states.rebuild([world.project], NOW + timedelta(days=1))
    assert as_of.portfolio(world.manager, JUNE, known_at=NOW)[0].overall == "on_track"
    assert as_of.portfolio(world.manager, JUNE)[0].overall == "off_track"


def test_filters_narrow_the_portfolio(world):
    other = project_named("Tyst larm", kind="test_bed", phase="execution")
    report(world.project, date(2026, 6, 3), "watch")
    told(world.project, other)

    def codes(**filters):
        return [row.code for row in as_of.portfolio(world.manager, JUNE, filters=filters)]

    assert codes(lead=world.lead.pk) == codes(light="watch") == codes(team=world.health.pk) == [world.project.code]
    assert codes(kind="test_bed") == codes(phase="execution") == codes(light="none") == [other.code]


def test_a_named_project_is_in_nobody_elses_portfolio(world):
    world.project.confidentiality = "named"
    world.project.save()
    told(world.project)
    assert [len(as_of.portfolio(user, JUNE)) for user in (world.lead, world.manager, world.auditor)] == [1, 0, 1]
    assert trend(world.manager, [JUNE])[0].projects == 0
    assert as_of.later(world.manager, MARCH) == as_of.Later(0, 0)


def test_changes_are_told_most_serious_first(world):
    better, new, stopped = (project_named(name) for name in ("Bättre", "Ny", "Stopp"))
    report(world.project, date(2026, 3, 3), "watch")
    report(world.project, date(2026, 6, 3), "off_track")
    report(better, date(2026, 3, 3), "off_track")
    report(better, date(2026, 6, 3), "on_track")
    new.starts_on = new.phase_since = date(2026, 5, 1)
    new.save()
    PhaseMove.objects.create(project=stopped, phase="needs", on=date(2025, 2, 6))
    PhaseMove.objects.create(project=stopped, phase="stopped", on=date(2026, 5, 28))
    told(world.project, better, new, stopped)
    found = [(one.title, one.first.kind, one.first.before, one.first.after) for one in changes(world.manager)]
    assert found == [
        ("Sårvård på distans", "light", "watch", "off_track"),
        ("Stopp", "stopped", "needs", "stopped"),
        ("Bättre", "light", "off_track", "on_track"),
        ("Ny", "new", None, "needs"),
    ]


def test_a_slipped_gate_and_a_grown_forecast_are_changes(world):
    for set_on, planned_on in ((date(2026, 1, 1), date(2026, 9, 1)), (date(2026, 5, 1), date(2026, 10, 16))):
        GatePlan.objects.create(project=world.project, gate="G0", set_on=set_on, planned_on=planned_on)
    for on, forecast in ((date(2026, 1, 1), 1_000_000), (date(2026, 5, 1), 1_400_000)):
        BudgetLine.objects.create(project=world.project, on=on, plan_sek=1_100_000, forecast_sek=forecast)
    told(world.project)
    (change,) = changes(world.manager)
    assert [(part.kind, part.days) for part in change.parts] == [("forecast", 0), ("gate", 45)]


def test_nothing_changed_is_no_change(world):
    told(world.project)
    assert changes(world.manager) == []


def test_the_trend_agrees_with_the_portfolio_on_every_day(world):
    other = project_named("Tyst larm", phase="execution")
    for month, light in ((1, "on_track"), (2, "watch"), (5, "on_track")):
        report(world.project, date(2026, month, 3), light)
    report(other, date(2026, 2, 1), "on_track")
    BudgetLine.objects.create(project=other, on=date(2026, 3, 1), plan_sek=10, forecast_sek=12, actual_sek=3)
    PhaseMove.objects.create(project=other, phase="execution", on=date(2025, 2, 6))
    PhaseMove.objects.create(project=other, phase="closed", on=date(2026, 7, 1))
    told(world.project, other)
    days = [date(2026, 1, 1) + timedelta(days=9 * number) for number in range(25)]
    for filters in ({}, {"light": "on_track"}, {"light": "none"}, {"phase": "execution"}):
        for point in trend(world.manager, days, filters):
            rows = as_of.portfolio(world.manager, point.on, filters=filters)
            assert point.lights == as_of.counts(rows), (point.on, filters)
    point = trend(world.manager, [JUNE])[0]
    assert (point.plan_sek, point.forecast_sek, point.actual_sek) == (10, 12, 3)


def test_what_a_past_page_leaves_out_is_counted(world):
    new = project_named("Ny", starts_on=date(2026, 8, 1), phase_since=date(2026, 8, 1))
    report(world.project, date(2026, 7, 3), "watch")
    report(world.project, date(2026, 8, 3), "on_track")
    told(world.project, new)
    assert as_of.later(world.manager, JUNE) == as_of.Later(projects=1, changes=2)


def test_the_portfolio_takes_the_same_queries_for_one_and_three(world):
    told(world.project)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_of.portfolio(world.manager, JUNE)
            trend(world.manager, [JUNE, MARCH])
        return len(captured)

    assert queries() == 4
    told(project_named("Två", lead=world.lead), project_named("Tre", lead=world.manager))
    assert queries() == 4
