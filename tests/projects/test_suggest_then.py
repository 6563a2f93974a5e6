"""The lights that the rules suggest for a past day are judged by what was so on that day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from projects.models import Benefit, Milestone, Project, ProjectState
from projects.then import Past
from tests.world import NOW

THEN, BEFORE = date(2026, 9, 15), datetime(2026, 6, 1, 8, tzinfo=UTC)
WATCH = {"overall": "on_track"}


@pytest.fixture
def old(world):
    """The project has been in Fyr since June."""
    Project.objects.filter(pk=world.project.pk).update(created_at=BEFORE)
    return world


def said(world, dimension, on=THEN):
    """(light, its reasons' rules and days) that a report of that day is posted with."""
    report = world.project.post_status(by=world.lead, at=NOW, on=on, **WATCH)
    found = report.suggested.get(dimension, {"light": "", "reasons": []})
    return found["light"], [(one["rule"], one.get("days")) for one in found["reasons"]]


def milestone(world, at=BEFORE, **days):
    return Milestone.add(world.project, by=world.lead, at=at, title="Avtal klart", **days)


def test_a_milestone_moved_since_is_judged_by_its_days_of_that_day(old):
    one = milestone(old, planned_on=date(2026, 9, 10))
    one.change({"planned_on": date(2027, 2, 1), "forecast_on": date(2027, 6, 1)}, by=old.lead, at=NOW)
    assert said(old, "time") == ("on_track", [])
    assert said(old, "time", NOW.date()) == ("off_track", [("milestone_slips", 120)])


def test_a_milestone_late_that_day_is_late_though_it_was_moved_or_met_since(old):
    one = milestone(old, planned_on=date(2026, 8, 1))
    one.change({"planned_on": date(2026, 12, 1)}, by=old.lead, at=NOW)
    one.finish(by=old.lead, at=NOW)
    assert said(old, "time") == ("off_track", [("milestone_late", 45)])


def test_a_milestone_met_by_then_is_met_though_it_was_told_later(old):
    milestone(old, planned_on=date(2026, 8, 1)).finish(by=old.lead, at=NOW, on=date(2026, 9, 1))
    assert said(old, "time") == ("", [])


def test_a_milestone_added_since_is_not_judged(old):
    milestone(old, at=NOW, planned_on=date(2026, 8, 1))
    assert said(old, "time") == ("", [])
    assert said(old, "time", NOW.date())[0] == "off_track"


def test_what_a_project_came_with_is_judged_for_the_days_before_it_came(world):
    """It came today, so nobody wrote down what was so in September."""
    milestone(world, at=NOW, planned_on=date(2026, 8, 1))
    assert said(world, "time") == ("off_track", [("milestone_late", 45)])


def test_the_gate_is_the_one_that_was_next_that_day(old):
    old.project.plan_gate("G0", date(2026, 9, 1), by=old.lead, at=NOW, on=date(2026, 7, 1))
    old.project.plan_gate("G1", date(2026, 12, 24), by=old.lead, at=NOW, on=date(2026, 7, 1))
    old.project.decide_gate("G0", "go", by=old.manager, at=NOW, on=date(2026, 10, 1))
    assert said(old, "time") == ("watch", [("gate_late", 14)])
    assert said(old, "time", NOW.date()) == ("on_track", [])


def test_the_end_and_the_money_are_those_of_that_day(old):
    sek = {"plan_sek": 1_000_000, "forecast_sek": 1_000_000}
    old.project.set_budget(actual_sek=400_000, by=old.lead, at=NOW, on=date(2026, 9, 1), **sek)
    old.project.set_budget(actual_sek=990_000, by=old.lead, at=NOW, **sek)
    old.project.change({"ends_on": date(2026, 12, 1)}, by=old.lead, at=NOW)
    state = Past([old.project], ProjectState.objects.of([old.project])).of(old.project, THEN).state
    assert (state.ends_on, state.actual_sek) == (date(2027, 9, 25), Decimal(400_000))
    assert said(old, "cost")[0] == "on_track"


def test_a_benefit_due_that_day_is_judged_as_it_was_planned(old):
    planned = {"measure": "Kötid", "kind": "access", "planned_on": date(2026, 9, 1)}
    one = Benefit.add(old.project, by=old.lead, at=BEFORE, **planned)
    one.change({"planned_on": date(2027, 9, 1)}, by=old.lead, at=NOW)
    assert said(old, "benefit")[0] == "watch"
    assert said(old, "benefit", NOW.date())[0] == "on_track"


def test_the_next_milestones_of_a_past_report_are_those_of_its_day(old):
    met = milestone(old, planned_on=date(2026, 10, 1))
    met.finish(by=old.lead, at=NOW, on=date(2026, 10, 2))
    moved = milestone(old, planned_on=date(2026, 11, 1))
    moved.change({"planned_on": date(2027, 1, 1)}, by=old.lead, at=NOW)
    report = old.project.post_status(by=old.lead, at=NOW, on=THEN, **WATCH)
    assert [one["planned_on"] for one in report.milestones] == [date(2026, 10, 1), date(2026, 11, 1)]


def test_the_form_and_the_api_suggest_by_the_day_that_is_typed(old, client):
    one = milestone(old, planned_on=date(2026, 8, 1))
    one.change({"planned_on": date(2027, 12, 1)}, by=old.lead, at=NOW)
    client.force_login(old.lead)
    url = reverse("projects:status_post", args=[old.project.pk])
    late = "Milestone “Avtal klart” is 45 days late."
    assert late not in client.get(url).text
    page = client.post(url, {"on": "15/9-26", "overall": ""})
    assert page.status_code == 422
    assert "The rules suggest this light for 15\u00a0Sep\u00a02026." in page.text
    assert late in page.text
    door = APIClient()
    door.force_authenticate(old.lead)
    body = {"project": old.project.pk, "on": "2026-09-15", **WATCH}
    answer = door.post("/api/v1/status-reports/", body, format="json")
    assert answer.data["suggested"]["time"]["light"] == "off_track"


def test_many_projects_are_judged_in_six_queries(old, django_assert_num_queries):
    milestone(old, planned_on=date(2026, 8, 1))
    one = Benefit.add(old.project, by=old.lead, at=BEFORE, measure="Kötid", kind="access")
    one.read(Decimal(3), by=old.lead, at=NOW)
    other = Project.start(by=old.manager, at=NOW, code="T-2", title="Ett till", lead=old.lead, starts_on=THEN)
    milestone_of_other = {"title": "Start", "planned_on": THEN + timedelta(days=9)}
    Milestone.add(other, by=old.manager, at=NOW, **milestone_of_other)
    for projects in ([old.project], [old.project, other]):
        fresh = list(Project.objects.filter(pk__in=[project.pk for project in projects]))
        with django_assert_num_queries(6):
            past = Past(fresh, ProjectState.objects.of(fresh))
        assert len(past.of(fresh[0], THEN).milestones) == 1
