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


def test_the_answer_names_what_it_has_kept(browser, world):
    fields = typed(world)
    said = browser.post(reverse(SAVE), fields).json()
    assert (said["kept"], said["version"]) == (fields["key"], 1)
    assert said["open"] == reverse("crm:draft_continue", args=[fields["key"]])


def test_a_saved_form_makes_no_draft(browser, world):
    fields = typed(world)
    browser.post(reverse("crm:meeting_log"), fields)
    assert browser.post(reverse(SAVE), fields).json() == {"kept": fields["key"]}
    assert not MeetingDraft.objects.exists()


def test_more_than_was_saved_is_not_said_to_be_kept(browser, world):
    fields = typed(world, note="Ett stycke.")
    browser.post(reverse("crm:meeting_log"), fields)
    answer = browser.post(reverse(SAVE), fields | {"note": "Ett stycke. Och ett till."})
    assert (answer.status_code, answer.json()) == (409, {"error": "saved"})
    assert not MeetingDraft.objects.exists()


def save_from(browser, fields, tab, sequence, version, note):
    said = {"tab": tab, "sequence": sequence, "draft_version": version, "note": note}
    return browser.post(reverse(SAVE), fields | said)


def test_the_older_of_two_tabs_never_overwrites_the_newer(browser, world):
    fields = typed(world)
    assert save_from(browser, fields, "a", 1, 0, "A").json()["version"] == 1
    assert save_from(browser, fields, "b", 1, 1, "A och B").json()["version"] == 2
    answer = save_from(browser, fields, "a", 2, 1, "A igen")
    assert (answer.status_code, answer.json()) == (409, {"error": "newer"})
    assert MeetingDraft.objects.get().typed["note"] == ["A och B"]


def test_a_save_overtaken_by_a_later_one_of_its_own_tab_changes_nothing(browser, world):
    fields = typed(world)
    save_from(browser, fields, "a", 2, 0, "Sist")
    assert save_from(browser, fields, "a", 1, 0, "Först").json()["version"] == 1
    assert MeetingDraft.objects.get().typed["note"] == ["Sist"]


def test_both_texts_are_shown_when_another_tab_has_gone_on(browser, world):
    fields = typed(world)
    save_from(browser, fields, "b", 1, 0, "Det andra")
    mine = fields | {"tab": "a", "sequence": 1, "draft_version": 0, "note": "Det första"}
    for address in ("crm:draft_both", "crm:meeting_log"):
        answer = browser.post(reverse(address), mine)
        assert (answer.status_code, Meeting.objects.count()) == (409, 0)
        shown = [(one.label, one.theirs, one.yours) for one in answer.context["conflict"]]
        assert shown == [("Note", "Det andra", "Det första")]
    browser.post(reverse("crm:meeting_log"), mine | {"draft_version": 1})
    assert (Meeting.objects.get().note, MeetingDraft.objects.count()) == ("Det första", 0)


def test_the_draft_of_a_change_goes_on_as_that_change(browser, world):
    held = datetime(2025, 11, 17, 7, 30, tzinfo=UTC)
    meeting = Meeting.log(by=world.advisor, at=NOW, kind="video", starts_at=held, clients=[world.client], note="Först")
    fields = typed(world, meeting=meeting.pk, version=1, day="2025-11-17", note="Sedan")
    browser.post(reverse(SAVE), fields)
    page = browser.get(reverse("crm:draft_continue", args=[fields["key"]])).text
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
    discard = reverse("crm:draft_discard")
    client.force_login(world.manager)
    assert client.get(reverse("crm:draft_continue", args=[fields["key"]])).status_code == 404
    client.post(discard, {"key": fields["key"]})
    assert MeetingDraft.objects.count() == 1
    client.force_login(world.advisor)
    assert client.post(discard, {"key": fields["key"], "is_sure": "1"})["Location"] == reverse("crm:today")
    assert not MeetingDraft.objects.exists()


def test_an_auditor_keeps_no_drafts(client, world):
    client.force_login(world.auditor)
    assert client.post(reverse(SAVE), typed(world)).status_code == 403


def test_a_draft_saved_more_than_once_is_gone_on_with_from_its_last_version(browser, world):
    fields = typed(world, tab="a", note="Halvvägs")
    browser.post(reverse(SAVE), fields | {"sequence": 1})
    browser.post(reverse(SAVE), fields | {"sequence": 2, "draft_version": 1})
    page = browser.get(reverse("crm:draft_continue", args=[fields["key"]])).text
    assert 'name="draft_version" value="2"' in page
    assert browser.post(reverse(SAVE), fields | {"tab": "b", "sequence": 1, "draft_version": 2}).json()["version"] == 3
