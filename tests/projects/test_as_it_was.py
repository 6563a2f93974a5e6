"""What a day was stays told when it is corrected, renamed, cleared or refused later."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from projects import as_of, states
from projects.compare import between
from projects.models import EndPlan
from projects.project_page import ProjectPage
from tests.projects.test_states import report, stretches
from tests.world import NOW, TODAY

AUGUST, SEPTEMBER, NOVEMBER = date(2026, 8, 10), date(2026, 9, 10), date(2026, 11, 5)
WATCH = {"overall": "watch", "comments": {"overall": "Sen länk"}, "recovery": {"overall": "Manuellt till mars"}}


@pytest.fixture
def reported(world):
    """August was off track, September on track, both known in their time."""
    report(world.project, AUGUST, "off_track")
    world.september = report(world.project, SEPTEMBER, "on_track")
    states.rebuild([world.project], NOW - timedelta(days=60))
    return world


def lights(world, known_at=None):
    """What the portfolio shows in August, in September, in October and today."""
    days = (date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 20), TODAY)
    return [as_of.portfolio(world.manager, day, known_at)[0].overall for day in days]


def test_a_correction_is_dated_as_what_it_corrects(reported):
    made = reported.project.post_status(by=reported.lead, at=NOW, corrects=reported.september, **WATCH)
    assert made.on == SEPTEMBER
    assert lights(reported) == ["off_track", "watch", "watch", "watch"]
    assert lights(reported, known_at=NOW - timedelta(days=1)) == ["off_track", "on_track", "on_track", "on_track"]


def test_a_september_report_corrected_as_of_november_still_says_september(reported):
    reported.project.post_status(by=reported.lead, at=NOW, corrects=reported.september, on=NOVEMBER, **WATCH)
    assert lights(reported) == ["off_track", "on_track", "on_track", "watch"]
    assert stretches(reported.project, "overall")[1:] == [
        (AUGUST, SEPTEMBER, "off_track"),
        (SEPTEMBER, NOVEMBER, "on_track"),
        (NOVEMBER, None, "watch"),
    ]
    page = ProjectPage(reported.manager, reported.project.pk, TODAY, TODAY)
    assert [one.overall for one in page.reports] == ["watch", "on_track", "off_track"]
    assert states.verify() == []


def test_a_report_whose_right_day_was_earlier_is_replaced_from_then(reported):
    reported.project.post_status(by=reported.lead, at=NOW, corrects=reported.september, on=date(2026, 8, 25), **WATCH)
    assert lights(reported) == ["watch", "watch", "watch", "watch"]


def test_a_correction_at_the_api_needs_no_day(reported):
    door = APIClient()
    door.force_authenticate(reported.lead)
    body = {"project": reported.project.pk, "corrects": reported.september.pk, **WATCH}
    answer = door.post("/api/v1/status-reports/", body, format="json")
    assert (answer.status_code, answer.data.get("on")) == (201, "2026-09-10"), answer.data


def test_a_planned_end_taken_away_is_gone_everywhere_and_was_there_before(world, client):
    world.project.change({"ends_on": None}, by=world.lead, at=NOW)
    states.rebuild([world.project], NOW)
    then, now = (as_of.portfolio(world.manager, day)[0].ends_on for day in (TODAY - timedelta(days=1), TODAY))
    assert (then, now) == (date(2027, 9, 25), None)
    (change,) = between(world.manager, TODAY - timedelta(days=1), TODAY).changes
    assert [(part.kind, part.before, part.after) for part in change.parts] == [("end", date(2027, 9, 25), None)]
    door = APIClient()
    door.force_authenticate(world.manager)
    rows = door.get(f"/api/v1/portfolio/?as_of={TODAY}").data["projects"]
    assert [row["ends_on"] for row in rows] == [None]
    client.force_login(world.manager)
    assert "25 Sep 2027" not in client.get(f"/projects/{world.project.pk}/").content.decode()


def test_an_end_can_be_set_again_the_day_it_was_taken_away(world):
    for ends_on in (None, date(2028, 1, 1)):
        world.project.change({"ends_on": ends_on}, by=world.lead, at=NOW)
    assert [(plan.set_on, plan.ends_on) for plan in EndPlan.objects.all()] == [
        (world.project.starts_on, date(2027, 9, 25)),
        (TODAY, date(2028, 1, 1)),
    ]


def test_titles_are_those_of_the_day(world, client):
    states.rebuild([world.project], NOW)
    for day, title in ((3, "Sår hemma"), (20, "Sårvård hemma")):
        world.project.change({"title": title}, by=world.lead, at=datetime(2026, 10, day, 9, tzinfo=UTC))
    days = [date(2026, 10, 2), date(2026, 10, 3), date(2026, 10, 19), date(2026, 10, 20), TODAY]
    titles = [as_of.portfolio(world.manager, day)[0].title for day in days]
    assert titles == ["Sårvård på distans", "Sår hemma", "Sår hemma", "Sårvård hemma", "Sårvård hemma"]
    (change,) = between(world.manager, days[0], TODAY).changes
    assert [(part.kind, part.before, part.after) for part in change.parts] == [
        ("title", "Sårvård på distans", "Sårvård hemma")
    ]
    client.force_login(world.manager)
    page = client.get(f"/projects/{world.project.pk}/?as_of=2026-10-10").content.decode()
    assert "<h1>Sår hemma " in page and "partners are those of today" in page


@pytest.mark.parametrize("name", ["plan_sek", "forecast_sek", "actual_sek"])
def test_an_amount_below_nothing_is_refused_by_verb_form_api_and_database(world, client, name):
    with pytest.raises(ValidationError, match="0 or more"):
        world.project.set_budget(by=world.lead, at=NOW, **{name: -1})
    client.force_login(world.lead)
    typed = {"on": "2026-11-01", "source": "", "plan_sek": 1, "forecast_sek": 1, "actual_sek": 1} | {name: -1}
    answer = client.post(f"/projects/{world.project.pk}/budget/", typed)
    assert answer.status_code == 422 and "is less than nothing" in answer.content.decode()
    door = APIClient()
    door.force_authenticate(world.lead)
    answer = door.post("/api/v1/budget-lines/", typed | {"project": world.project.pk}, format="json")
    assert answer.status_code in {400, 422}, answer.data
    with pytest.raises(IntegrityError, match="budgetline_not_negative"), transaction.atomic():
        world.project.budget_lines.create(on=TODAY, **{name: -1})
    assert world.project.budget_lines.count() == 0
