"""Logging a meeting by keyboard, with a client and about a project: at most six things done, and guesses seen."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from crm.models import Meeting, Task
from crm.ties import tied
from tests.world import contact

WORDS = {
    "en": {"note": "Note", "saved": "Meeting saved.", "day": "Yesterday 10–10.45", "time": "Day", "guess": "Guessed"},
    "sv": {"note": "Anteckning", "saved": "Mötet är sparat.", "day": "igår 10–10.45", "time": "Dag", "guess": "Gissat"},
}


def pressed(page, *keys):
    """Each a thing she does: a key, a chord, or a text."""
    for key in keys:
        if key.startswith("type:"):
            page.keyboard.type(key.removeprefix("type:"))
        else:
            page.keyboard.press(key)
    return len(keys)


@pytest.fixture
def last_time(live_world):
    maja = contact("Maja Törnqvist", live_world.client)
    at = timezone.now()
    common = {"by": live_world.advisor, "at": at, "starts_at": at - timedelta(days=9), "kind": "phone"}
    return Meeting.log(clients=[live_world.client], people=[maja], contact_minutes=45, services=["design"], **common)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_meeting_with_a_client_in_six_actions(live_server, live_world, last_time, signed_in, language):
    words = WORDS[language]
    live_world.advisor.choose(language=language)
    page = signed_in(live_world.advisor)
    page.goto(f"{live_server.url}/crm/clients/{live_world.client.pk}/")
    done = pressed(page, "m")
    form = page.get_by_role("dialog")
    expect(form.get_by_label(words["note"])).to_be_focused()
    expect(form.locator("[data-guesses]")).to_contain_text("Maja Törnqvist")
    done += pressed(page, "type:Gick igenom planen.", "Tab", "type:Skicka lista", "Control+Enter")
    expect(page.get_by_role("status").get_by_text(words["saved"])).to_be_visible()
    assert done <= 6
    made = Meeting.objects.latest("pk")
    assert (made.note, made.contact_minutes, made.services) == ("Gick igenom planen.", 45, [])
    assert not made.is_time_known
    assert Task.objects.get().text == "Skicka lista"


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_meeting_about_a_project_in_six_actions(live_server, live_world, signed_in, language):
    words = WORDS[language]
    live_world.advisor.choose(language=language)
    page = signed_in(live_world.advisor)
    page.goto(f"{live_server.url}/projects/{live_world.project.pk}/")
    done = pressed(page, "m")
    form = page.get_by_role("dialog")
    expect(form.get_by_label(words["note"])).to_be_focused()
    expect(form.get_by_role("checkbox", name="Sårvård på distans")).to_be_checked()
    done += pressed(page, "type:Styrgruppen sa ja.", "Control+Enter")
    expect(page.get_by_role("status").get_by_text(words["saved"])).to_be_visible()
    expect(page.get_by_text("Styrgruppen sa ja.")).to_be_visible()
    assert done <= 6
    made = Meeting.objects.get()
    assert (made.note, tied(made), list(made.clients.all())) == ("Styrgruppen sa ja.", [live_world.project], [])


@pytest.mark.parametrize("language", ["en", "sv"])
def test_what_is_typed_for_the_time_is_said_beside_it_and_a_guess_typed_over_is_none(
    live_server, live_world, last_time, signed_in, language
):
    words = WORDS[language]
    live_world.advisor.choose(language=language)
    page = signed_in(live_world.advisor)
    page.goto(f"{live_server.url}/crm/clients/{live_world.client.pk}/")
    page.keyboard.press("m")
    form = page.get_by_role("dialog")
    expect(form.get_by_label(words["note"])).to_be_focused()
    day = form.locator("#id_day")
    day.fill(words["day"])
    expect(form.locator("#id_day_echo")).to_have_text(re.compile(r"^\w+ \d+ \w+ 10:00–10:45$"))
    day.fill("v 48")
    expect(form.locator("#id_day_echo")).to_have_class(re.compile("refused"))
    due = form.locator("#id_step_1_due")
    due.fill("+2v")
    expect(form.locator("#id_step_1_due_echo")).to_have_text(re.compile(r"^\w+ \d+ \w+$"))
    contact_minutes = form.locator("#id_contact")
    expect(form.locator(".times .guess")).to_have_count(1)
    contact_minutes.fill("30")
    expect(form.locator(".times .guess")).to_have_count(0)
    expect(form.locator("[data-guesses]")).to_contain_text(words["guess"])
    expect(form.locator("[data-guesses] [data-guess=contact]")).to_have_count(0)
