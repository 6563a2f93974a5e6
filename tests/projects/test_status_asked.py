"""Decisions that a status report asks for are kept asked by the next, or said to be asked for no longer."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from journal.models import Entry
from projects.hooks import decisions_wait
from projects.models import asking
from tests.projects.test_status_guess import guesses
from tests.world import NOW, TODAY

LINK = {"text": "Köp länken", "recommendation": "Ja", "by_on": date(2026, 11, 20)}
CLINIC = {"text": "Byt klinik", "recommendation": "", "by_on": None}


@pytest.fixture
def post(world):
    def posted(on, *asked, **said):
        at = NOW + timedelta(minutes=world.project.status_reports.count())
        decisions = [dict(one) for one in asked]
        return world.project.post_status(by=world.lead, at=at, on=on, overall="on_track", decisions=decisions, **said)

    return posted


@pytest.fixture
def browser(client, world):
    client.force_login(world.lead)
    return client


def form_of(world):
    return reverse("projects:status_post", args=[world.project.pk])


def typed_in(page):
    form = page.context["form"]
    fields = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in fields.items()}


def test_the_next_reports_form_carries_the_decisions_and_says_since_when(browser, world, post):
    post(date(2026, 11, 3), LINK)
    post(date(2026, 11, 10), LINK, CLINIC)
    page = browser.get(form_of(world))
    fields = page.context["form"]
    assert [fields[name].value() for name in ("decision_1", "recommendation_1", "by_1")] == list(LINK.values())
    told = [fields[f"decision_{number}"].help_text.replace("\xa0", " ") for number in (1, 2, 3)]
    assert told == ["Asked for since 3 Nov 2026.", "Asked for since 10 Nov 2026.", ""]
    assert guesses(page.text) == ["overall", "decision_1", "decision_2"]
    dashed = re.findall(r'data-guess="(decision_\d)"[^>]*class="input guess"', page.text)
    assert dashed == ["decision_1"] * 3 + ["decision_2"] * 3
    assert "Decision: Köp länken" in page.text.split("data-guesses")[1]


def test_posted_as_it_stands_what_was_asked_for_waits_for_the_manager_still(browser, world, post):
    post(date(2026, 11, 3), LINK)
    assert browser.post(form_of(world), typed_in(browser.get(form_of(world)))).status_code == 302
    assert world.project.status_reports.count() == 2
    [one] = decisions_wait(world.manager, TODAY).context["first"]
    assert (one.what, one.on) == ("Köp länken", date(2026, 11, 20))


def test_a_decision_taken_out_is_told_in_the_report_that_drops_it(browser, world, post):
    first = post(date(2026, 11, 3), LINK, CLINIC)
    sent = typed_in(browser.get(form_of(world))) | {"decision_1": "", "recommendation_1": "", "by_1": ""}
    assert browser.post(form_of(world), sent).status_code == 302
    second = world.project.status_reports.exclude(pk=first.pk).get()
    page = browser.get(reverse("projects:status_detail", args=[world.project.pk, second.pk])).text
    assert "No longer asked for: Köp länken" in " ".join(page.split())
    assert (asking.dropped(first), asking.dropped(second)) == ([], ["Köp länken"])
    first.refresh_from_db()
    assert [one["text"] for one in first.decisions] == ["Köp länken", "Byt klinik"]


def test_the_timeline_tells_how_many_are_asked_for_no_longer(browser, world, post):
    first = post(date(2026, 11, 3), LINK, CLINIC)
    post(date(2026, 11, 10), CLINIC)
    post(date(2026, 11, 3), corrects=first)
    verbs = ["project.status_posted", "project.status_corrected"]
    facts = Entry.objects.filter(verb__in=verbs).order_by("pk").values_list("facts", flat=True)
    assert [one.get("dropped") for one in facts] == [None, 1, 2]
    told = " ".join(browser.get(reverse("projects:project_detail", args=[world.project.pk])).text.split())
    assert told.count("1 decision is no longer asked for.") == told.count("2 decisions are no longer asked for.") == 1


def test_a_correction_begins_with_the_decisions_and_is_held_against_what_it_corrects(browser, world, post):
    first = post(date(2026, 11, 3), LINK)
    page = browser.get(f"{form_of(world)}?corrects={first.pk}")
    assert (page.context["form"]["decision_1"].value(), guesses(page.text)) == ("Köp länken", [])
    correction = post(date(2026, 11, 3), corrects=first)
    assert asking.dropped(correction) == ["Köp länken"]


def test_asked_for_again_after_a_break_counts_anew(world, post):
    post(date(2026, 11, 1), LINK)
    post(date(2026, 11, 5))
    again = post(date(2026, 11, 9), LINK)
    assert asking.since(again) == {"Köp länken": date(2026, 11, 9)}
