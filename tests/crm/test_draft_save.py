"""Drafts: what is typed is kept word for word, is the writer's alone, and loses nothing when gone on with."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from crm.models import Meeting, MeetingDraft
from tests.world import NOW, client_named, contact

SAVE = "crm:draft_save"


@pytest.fixture
def browser(client, world):
    client.force_login(world.advisor)
    return client


def typed(world, **fields):
    return {"key": str(uuid4()), "clients": [world.client.pk], "kind": "video", "day": "igår"} | fields


def test_what_cannot_be_read_is_kept_as_it_was_typed(browser, world):
    fields = typed(world, day="nån gång i", note="<b>Halv", contact="många")
    assert browser.post(reverse(SAVE), fields).status_code == 200
    draft = MeetingDraft.objects.get()
    assert (draft.typed["day"], draft.typed["note"], draft.client) == (["nån gång i"], ["<b>Halv"], world.client)
    page = browser.get(reverse("crm:draft_continue", args=[fields["key"]])).text
    for words in ("nån gång i", "&lt;b&gt;Halv", "många"):
        assert words in page, words


def test_the_same_form_has_one_draft_with_the_latest_words(browser, world):
    fields = typed(world)
    for note in ("H", "Hal", "Halvvägs"):
        browser.post(reverse(SAVE), fields | {"note": note})
    assert MeetingDraft.objects.get().typed["note"] == ["Halvvägs"]


def test_every_client_and_person_of_a_draft_comes_back(browser, world):
    other = client_named("Ångwave AB")
    maja = contact("Maja Törnqvist", other)
    fields = typed(world, clients=[world.client.pk, other.pk], people=[maja.pk])
    browser.post(reverse(SAVE), fields)
    form = browser.get(reverse("crm:draft_continue", args=[fields["key"]])).context["form"]
    assert {client.pk for client in form.shown_clients} == {world.client.pk, other.pk}
    assert form["people"].value() == [str(maja.pk)]


def test_a_saved_form_makes_no_draft(browser, world):
    fields = typed(world)
    browser.post(reverse("crm:meeting_log"), fields)
    assert browser.post(reverse(SAVE), fields).status_code == 200
    assert not MeetingDraft.objects.exists()


def test_the_draft_of_a_change_goes_on_as_that_change(browser, world):
    held = datetime(2025, 11, 17, 7, 30, tzinfo=UTC)
    meeting = Meeting.log(
        by=world.advisor, at=NOW, kind="video", starts_at=held, clients=[world.client], key=uuid4(), note="Först"
    )
    fields = typed(world, key=str(meeting.form_key), meeting=meeting.pk, version=1, day="2025-11-17", note="Sedan")
    browser.post(reverse(SAVE), fields)
    page = browser.get(reverse("crm:draft_continue", args=[meeting.form_key])).text
    url = reverse("crm:meeting_change", args=[meeting.pk])
    assert (f'action="{url}"' in page, "Sedan" in page) == (True, True)
    assert browser.post(url, fields).status_code == 302
    assert (Meeting.objects.get().note, MeetingDraft.objects.count()) == ("Sedan", 0)


def test_what_is_no_draft_is_refused(browser, world):
    assert browser.post(reverse(SAVE), typed(world, key="7")).status_code == 400
    assert browser.post(reverse(SAVE), typed(world, note="x" * 200_001)).status_code == 413
    assert browser.get(reverse(SAVE)).status_code == 405
    assert not MeetingDraft.objects.exists()


def test_a_hidden_client_is_not_told_of_through_a_draft(browser, world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    fields = typed(world, clients=[hidden.pk])
    browser.post(reverse(SAVE), fields)
    assert MeetingDraft.objects.get().client is None
    assert "Hemlig" not in browser.get(reverse("crm:draft_continue", args=[fields["key"]])).text


def test_a_draft_is_its_writers_alone_to_read_and_discard(browser, world, client):
    fields = typed(world)
    browser.post(reverse(SAVE), fields)
    discard = reverse("crm:draft_discard", args=[fields["key"]])
    client.force_login(world.manager)
    assert client.get(reverse("crm:draft_continue", args=[fields["key"]])).status_code == 404
    client.post(discard)
    assert MeetingDraft.objects.count() == 1
    client.force_login(world.advisor)
    assert client.post(discard)["Location"] == reverse("crm:today")
    assert not MeetingDraft.objects.exists()


def test_an_auditor_keeps_no_drafts(client, world):
    client.force_login(world.auditor)
    assert client.post(reverse(SAVE), typed(world)).status_code == 403
