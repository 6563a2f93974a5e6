"""Drafts of status reports: kept word for word, the writer's alone, gone once the report is posted."""

import pytest
from django.urls import reverse

from projects.models import StatusDraft
from tests.world import NOW

UNREADABLE = {"on": "nån gång i veckan", "overall": "watch", "comment_time": "<b>Leverantören", "decision_1": "Gå vi"}


@pytest.fixture
def browser(client, world):
    client.force_login(world.lead)
    return client


@pytest.fixture
def save(browser, world):
    def post(newest=0, **fields):
        typed = UNREADABLE | {"newest": newest} | fields
        return browser.post(reverse("projects:status_draft_save", args=[world.project.pk]), typed)

    return post


def form_of(world):
    return reverse("projects:status_post", args=[world.project.pk])


def test_what_was_typed_is_in_the_form_when_it_is_opened_again(browser, save, world):
    assert save().json()["saved_at"]
    page = browser.get(form_of(world))
    for words in ("nån gång i veckan", "&lt;b&gt;Leverantören", "Gå vi", "This is your draft"):
        assert words in page.text, words
    assert page.context["form"]["overall"].value() == "watch"


def test_the_latest_words_are_kept_once(save):
    for text in ("L", "Le", "Leverantören sen"):
        save(comment_time=text)
    assert StatusDraft.objects.get().typed["comment_time"] == ["Leverantören sen"]


def test_a_correction_has_a_draft_of_its_own(browser, save, world):
    report = world.project.post_status(by=world.lead, at=NOW, overall="on_track")
    save(newest=report.pk, summary="Nästa rapport")
    save(newest=report.pk, summary="Rättelsen", corrects=report.pk)
    assert "Nästa rapport" in browser.get(form_of(world)).text
    assert "Rättelsen" in browser.get(f"{form_of(world)}?corrects={report.pk}").text


def test_posting_takes_the_draft_away_and_a_late_one_does_not_bring_it_back(browser, save, world):
    save()
    answer = browser.post(form_of(world), {"on": "2026-11-17", "overall": "on_track"})
    assert answer.status_code == 302
    assert not StatusDraft.objects.exists()
    assert (save().status_code, save().json()) == (409, {"error": "saved"})
    assert not StatusDraft.objects.exists()


def test_a_refused_report_keeps_its_draft(browser, save, world):
    save()
    assert browser.post(form_of(world), {"on": "2026-11-17", "overall": "watch"}).status_code == 422
    assert StatusDraft.objects.exists()


def test_a_draft_is_its_writers_alone_and_can_be_discarded(client, browser, save, world):
    save()
    discard = reverse("projects:status_draft_discard", args=[world.project.pk])
    client.force_login(world.manager)
    assert "Gå vi" not in client.get(form_of(world)).text
    client.post(discard)
    assert StatusDraft.objects.count() == 1
    client.force_login(world.lead)
    client.post(discard, {"is_sure": "1"})
    assert not StatusDraft.objects.exists()


@pytest.mark.parametrize("who", ["auditor", "advisor"])
def test_who_may_not_report_keeps_no_draft(client, world, who):
    client.force_login(getattr(world, who))
    address = reverse("projects:status_draft_save", args=[world.project.pk])
    assert client.post(address, UNREADABLE | {"newest": 0}).status_code == 403
    assert not StatusDraft.objects.exists()


def test_more_than_anybody_types_is_refused(save):
    assert save(summary="x" * 200_001).status_code == 413


def test_the_older_of_two_tabs_is_shown_both_and_never_overwrites_the_newer(browser, save, world):
    assert save(tab="b", sequence=1, summary="Där").json()["version"] == 1
    answer = save(tab="a", sequence=1, summary="Här")
    assert (answer.status_code, answer.json()) == (409, {"error": "newer"})
    mine = UNREADABLE | {"newest": 0, "tab": "a", "sequence": 1, "summary": "Här"}
    for address in (reverse("projects:status_draft_both", args=[world.project.pk]), form_of(world)):
        both = browser.post(address, mine)
        assert both.status_code == 409
        assert ("Där", "Här") in [(one.theirs, one.yours) for one in both.context["conflict"]]
    assert StatusDraft.objects.get().typed["summary"] == ["Där"]
