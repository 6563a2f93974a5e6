"""What a status form takes from the last report is shown as a guess, until it is chosen, typed over or posted."""

import re

import pytest
from django.urls import reverse

from tests.world import NOW

LIGHTS = {"overall": "watch", "time": "off_track", "cost": "on_track"}
WORDS = {"comments": {"overall": "Sent", "time": "Sent"}, "recovery": {"overall": "Mer folk", "time": "Mer folk"}}


@pytest.fixture
def report(world):
    return world.project.post_status(by=world.lead, at=NOW, **LIGHTS, **WORDS)


def page_of(client, world, query=""):
    client.force_login(world.lead)
    return client.get(reverse("projects:status_post", args=[world.project.pk]) + query)


def guesses(text):
    return re.findall(r'name="guessed" value="(\w+)"', text)


def test_the_last_reports_lights_are_guesses_where_they_stand_and_beside_the_button(report, world, client):
    text = page_of(client, world).text
    worded = ["comment_overall", "recovery_overall", "comment_time", "recovery_time"]
    assert guesses(text) == ["overall", "time", "cost", *worded]
    assert re.findall(r'class="seg guess" data-guess="(\w+)"', text) == ["overall", "time", "cost"]
    beside = re.findall(r'<span class="guess" data-guess="\w+">([^<]+)</span>', text.split("data-guesses")[1])
    assert beside == [
        "Overall: watch", "Time: off track", "Cost: on track",
        "Overall: why", "Overall: what is done about it", "Time: why", "Time: what is done about it",
    ]  # fmt: skip


def test_words_that_are_carried_over_say_from_which_day(world, client):
    world.project.post_status(by=world.lead, at=NOW, summary="Allt går", **LIGHTS, **WORDS)
    text = page_of(client, world).text
    told = re.findall(r'<p class="note"><span class="guess" data-guess="(\w+)">([^<]+)</span>', text)
    names = ["summary", "comment_overall", "recovery_overall", "comment_time", "recovery_time"]
    days = [(name, day.strip().replace("\xa0", " ")) for name, day in told]
    assert days == [(name, "from 17 Nov 2026") for name in names]
    dashed = re.findall(r'<textarea name="(\w+)"[^>]*class="input guess"', text)
    assert dashed == names


def test_the_first_report_and_a_correction_guess_nothing(world, client):
    assert guesses(page_of(client, world).text) == []
    report = world.project.post_status(by=world.lead, at=NOW, **LIGHTS, **WORDS)
    assert guesses(page_of(client, world, f"?corrects={report.pk}").text) == []


def test_what_is_still_a_guess_stays_one_in_a_refused_form_and_in_its_draft(report, world, client):
    sent = {"newest": report.pk, "on": "nån gång", "overall": "watch", "time": "on_track", "guessed": ["overall"]}
    url = reverse("projects:status_post", args=[world.project.pk])
    client.force_login(world.lead)
    refused = client.post(url, sent)
    assert (refused.status_code, guesses(refused.text)) == (422, ["overall"])
    client.post(reverse("projects:status_draft_save", args=[world.project.pk]), sent)
    assert guesses(page_of(client, world).text) == ["overall"]
    client.post(reverse("projects:status_draft_save", args=[world.project.pk]), sent | {"guessed": []})
    assert guesses(page_of(client, world).text) == []


def test_posting_with_the_guesses_in_view_is_saying_yes(report, world, client):
    client.force_login(world.lead)
    sent = {"on": "2026-11-18", "overall": "on_track", "guessed": ["overall"], "newest": report.pk}
    assert client.post(reverse("projects:status_post", args=[world.project.pk]), sent).status_code == 302
    assert world.project.status_reports.first().overall == "on_track"
