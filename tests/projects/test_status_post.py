from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from journal.models import Entry
from projects import suggest
from projects.models import Milestone, Risk, StatusReport
from tests.world import NOW, TODAY


def post(world, **report):
    by = report.pop("by", world.lead)
    return world.project.post_status(by=by, at=report.pop("at", NOW), **({"overall": "on_track"} | report))


WATCH = {"overall": "watch", "comments": {"overall": "Sen länk"}, "recovery": {"overall": "Manuellt till mars"}}


def test_a_posted_report_is_the_portfolio_from_its_day_and_is_told(world):
    posted = post(world, on=date(2026, 11, 13), **WATCH)
    state = world.project.states.now_known().get(effective__contains=TODAY)
    assert (state.overall, state.reported_on, state.report_id) == ("watch", date(2026, 11, 13), posted.pk)
    assert Entry.objects.get(verb="project.status_posted").facts["overall"] == "watch"


def test_watch_and_off_track_need_a_comment_and_a_recovery_plan(world):
    with pytest.raises(ValidationError) as caught:
        post(world, time="off_track", comments={"time": "Sent"})
    assert set(caught.value.message_dict) == {"recovery_time"}
    with pytest.raises(ValidationError) as caught:
        post(world, overall="watch")
    assert set(caught.value.message_dict) == {"comment_overall", "recovery_overall"}


def test_a_report_is_not_dated_tomorrow(world):
    with pytest.raises(ValidationError, match="today or an earlier day"):
        post(world, on=TODAY + timedelta(days=1))


def test_six_risks_or_four_decisions_are_too_many(world):
    with pytest.raises(ValidationError) as caught:
        post(world, risks=[{"text": "x"}] * 6, decisions=[{"text": "x"}] * 4)
    assert set(caught.value.message_dict) == {"risks", "decisions"}


def test_the_report_carries_its_own_risks_and_milestones(world):
    Risk.add(world.project, by=world.lead, at=NOW, text="Sen länk", probability=4, consequence=4)
    milestone = Milestone.add(world.project, by=world.lead, at=NOW, title="Länk", planned_on=date(2026, 12, 12))
    posted = post(world)
    milestone.change({"title": "Bildlänk"}, by=world.lead, at=NOW)
    posted.refresh_from_db()
    assert [(row["text"], row["score"]) for row in posted.risks] == [("Sen länk", 16)]
    assert posted.milestones == [{"title": "Länk", "planned_on": "2026-12-12", "forecast_on": None}]


def test_a_correction_is_a_new_report_and_only_one_per_report(world):
    first = post(world, at=NOW - timedelta(days=1))
    correction = post(world, corrects=first, on=first.on, **WATCH)
    assert correction.corrects == first
    assert world.project.states.now_known().get(effective__contains=TODAY).overall == "watch"
    assert Entry.objects.filter(verb="project.status_corrected").count() == 1
    with pytest.raises(ValidationError, match="corrected already"):
        post(world, corrects=first, on=first.on)


def test_a_posted_report_never_changes_whoever_asks_the_database(world):
    posted = post(world)
    for act in (posted.delete, lambda: StatusReport.objects.update(overall="off_track")):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            act()
    assert StatusReport.objects.get().overall == "on_track"


def test_an_advisor_posts_no_status(world):
    with pytest.raises(PermissionDenied, match="Only the project’s lead"):
        post(world, by=world.advisor)


def test_the_rules_suggest_a_light_with_reasons_and_a_difference_is_flagged(world):
    world.project.plan_gate("G0", date(2026, 10, 1), by=world.lead, at=NOW, on=date(2026, 6, 1))
    world.project.plan_gate("G0", date(2026, 11, 30), by=world.lead, at=NOW)
    world.project.set_budget(plan_sek=1_000_000, forecast_sek=1_040_000, actual_sek=920_000, by=world.lead, at=NOW)
    posted = post(world, time="on_track")
    assert posted.suggested["time"]["light"] == "off_track"
    assert [suggest.words(reason) for reason in posted.suggested["time"]["reasons"]] == ["G0 is 60 days late"]
    assert [suggest.words(reason) for reason in posted.suggested["cost"]["reasons"]] == [
        "the forecast is 4 % over budget",
        "92 % of the budget is used at 68 % of the time",
    ]
    assert posted.differing == ["overall", "time"]
