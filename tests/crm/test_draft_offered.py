"""The words she has typed and not saved are offered before an empty form, and nothing overwrites them."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import Meeting, MeetingDraft
from tests.sent import form_of, sent
from tests.world import client_named


@pytest.fixture
def browser(client, world):
    client.force_login(world.advisor)
    return client


def begun(browser, **fields):
    key = str(uuid4())
    browser.post(reverse("crm:draft_save"), {"key": key, "kind": "phone", "day": "igår", "note": "Halvvägs"} | fields)
    return key


def log(browser, **asked):
    return browser.get(reverse("crm:meeting_log"), asked)


def key_in(page):
    return re.search(r'name="key" value="([\w-]+)"', page.text)[1]


def test_the_draft_with_a_client_is_what_logging_begins_with(browser, world):
    key = begun(browser, clients=[world.client.pk])
    page = log(browser, client=world.client.pk)
    assert (key_in(page), page.context["form"]["note"].value()) == (key, "Halvvägs")
    assert "You typed this" in page.text
    by_name = log(browser, q=world.client.name)
    assert key_in(by_name) == key
    browser.post(reverse("crm:meeting_log"), sent(form_of(page)) | {"note": "Halvvägs och hem"})
    assert (Meeting.objects.get().note, MeetingDraft.objects.count()) == ("Halvvägs och hem", 0)


def test_another_meeting_begins_empty_and_leaves_the_draft(browser, world):
    key = begun(browser, clients=[world.client.pk])
    another = re.search(r'href="([^"]+)" data-panel>Log another meeting', log(browser, client=world.client.pk).text)[1]
    page = browser.get(another.replace("&amp;", "&"))
    assert (key_in(page) == key, page.context["form"]["note"].value()) == (False, None)
    browser.post(reverse("crm:draft_save"), sent(form_of(page)) | {"note": "Ett annat"})
    assert {draft.typed["note"][0] for draft in MeetingDraft.objects.all()} == {"Halvvägs", "Ett annat"}


def test_a_time_that_is_said_is_kept_and_the_draft_named_beside_it(browser, world):
    key = begun(browser, clients=[world.client.pk])
    page = log(browser, client=world.client.pk, when="idag 10")
    assert page.context["form"]["day"].value() == "idag 10"
    assert f'href="{reverse("crm:draft_continue", args=[key])}"' in page.text and "Halvvägs" in page.text


def test_with_a_draft_the_meeting_that_waits_is_named(browser, world):
    begun(browser, clients=[world.client.pk])
    at = timezone.now() - timedelta(days=2)
    fields = {"kind": "phone", "starts_at": at, "clients": [world.client], "state": "planned", "contact_minutes": 30}
    meeting = Meeting.log(by=world.advisor, at=timezone.now(), **fields)
    page = log(browser, client=world.client.pk)
    assert page.context["form"]["note"].value() == "Halvvägs"
    assert f'href="{reverse("crm:meeting_change", args=[meeting.pk])}"' in page.text
    assert "waits to be logged; this is another one." in page.text


def test_the_draft_about_a_project_is_what_logging_about_it_begins_with(browser, world):
    key = begun(browser, projects=[world.project.pk], subject="Styrgrupp")
    begun(browser, subject="Om inget")
    assert key_in(log(browser, project=world.project.pk)) == key


@pytest.mark.parametrize("whose", ["another’s", "of another client", "of a meeting"])
def test_no_other_draft_is_offered(browser, world, whose):
    if whose == "another’s":
        browser.force_login(world.colleague)
        begun(browser, clients=[world.client.pk])
        browser.force_login(world.advisor)
    elif whose == "of another client":
        begun(browser, clients=[client_named("Ångwave AB").pk])
    else:
        fields = {"kind": "phone", "starts_at": timezone.now() - timedelta(days=2), "clients": [world.client]}
        meeting = Meeting.log(by=world.advisor, at=timezone.now(), contact_minutes=30, **fields)
        begun(browser, clients=[world.client.pk], meeting=meeting.pk)
    assert "Halvvägs" not in log(browser, client=world.client.pk).text


@pytest.mark.parametrize("address", ["crm:meeting_change", "crm:draft_continue"])
def test_going_on_from_the_draft_of_a_planned_meeting_tells_still_when_it_was_planned_for(browser, world, address):
    """The draft may say another time: saved unseen, it would move the meeting without a word."""
    starts = timezone.make_aware(datetime(2026, 11, 17, 14, 0))
    said = {"kind": "video", "state": "planned", "contact_minutes": 30, "clients": [world.client]}
    meeting = Meeting.log(by=world.advisor, at=starts, starts_at=starts, **said)
    key = begun(browser, clients=[world.client.pk], meeting=meeting.pk, day="igår 10 i 45 min")
    page = browser.get(reverse(address, args=[meeting.pk if address == "crm:meeting_change" else key]))
    assert page.context["form"]["day"].value() == "igår 10 i 45 min"
    assert "Planned for 17 November at 14:00." in page.text
