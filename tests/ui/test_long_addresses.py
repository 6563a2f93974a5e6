"""An address too long for its column once it is encoded loses nobody's words: it is kept as its page alone."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from django.urls import reverse

from crm.models import Task
from lists.models import SavedView
from tests.world import NOW
from ui.addresses import fitting
from ui.models import Sent, Unsaved
from ui.who import who

LONG = quote("å" * 84)


@pytest.fixture
def browser(client, world):
    client.force_login(world.advisor)
    return client


@pytest.mark.parametrize(
    "address, kept",
    [
        ("/a/?q=1", "/a/?q=1"),
        ("/a/?q=" + "x" * 494, "/a/?q=" + "x" * 494),
        ("/a/?q=" + "x" * 495, "/a/"),
        ("/" + "x" * 500, "/"),
    ],
)
def test_an_address_is_kept_whole_or_as_its_page(address, kept):
    assert fitting(address, 500) == kept


def test_a_button_that_leads_to_a_long_search_is_carried_out_once(browser, world):
    task, key = Task.add(by=world.advisor, at=NOW, text="Ring"), str(uuid4())
    led = [
        browser.post(
            reverse("crm:task_done", args=[task.pk]), {"key": key, "version": 1, "next": f"/crm/clients/?q={LONG}"}
        )
        for _twice in range(2)
    ]
    assert [(one.status_code, one["Location"]) for one in led] == [
        (302, f"/crm/clients/?q={LONG}"),
        (302, "/crm/clients/"),
    ]
    assert (Task.objects.get().done_at is None, Sent.objects.get(key=key).url) == (False, "/crm/clients/")


def test_a_button_that_leads_to_a_long_path_is_carried_out_too(browser, world):
    task = Task.add(by=world.advisor, at=NOW, text="Ring")
    sent = {"key": str(uuid4()), "version": 1, "next": "/" + "x" * 700}
    assert browser.post(reverse("crm:task_done", args=[task.pk]), sent).status_code == 302
    assert (Task.objects.get().done_at is None, Sent.objects.get().url) == (False, "/")


def test_what_was_typed_on_a_page_with_a_long_address_is_kept(client, world):
    form = {"key": str(uuid4()), "who": who(world.advisor), "text": "Ring Maja", "owner": world.advisor.pk}
    client.post("/crm/tasks/new/", form | {"page": f"/crm/tasks/new/?client={LONG}"})
    assert (Unsaved.objects.get().page, Unsaved.objects.get().typed["text"]) == ("/crm/tasks/new/", ["Ring Maja"])


# A view of what is too long once it is encoded is refused in words, on each of its doors.

TOLD = "What the list is narrowed by is too long for a view to keep; search for less."
SEARCH = "q=" + "å" * 400


def view(owner):
    return SavedView.objects.create(owner=owner, list="clients", name="Tysta", query="quiet=60", created_at=NOW)


def test_a_view_too_long_once_encoded_is_refused_by_the_form_in_words(browser, world):
    sent = {"list": "clients", "name": "Lång", "query": SEARCH, "key": str(uuid4())}
    answer = browser.post(reverse("lists:view_save"), sent)
    assert (answer.status_code, TOLD in answer.text, SavedView.objects.count()) == (422, True, 0)
    assert browser.post(reverse("lists:view_save"), sent | {"query": "q=" + "å" * 300}).status_code == 302


def test_a_view_reshaped_to_more_than_it_keeps_stays_as_it_was(browser, world):
    made = view(world.advisor)
    sent = {"query": SEARCH, "version": 1, "key": str(uuid4())}
    page = browser.post(reverse("lists:view_reshape", args=[made.pk]), sent, follow=True)
    made.refresh_from_db()
    assert (TOLD in page.text, made.query) == (True, "quiet=60")


def test_a_program_is_refused_in_words_too(browser, world):
    made = view(world.advisor)
    for sent in (SEARCH, "q=" + "å" * 1990):
        kept = browser.post(
            "/api/v1/views/", {"list": "clients", "name": "Lång", "query": sent}, content_type="application/json"
        )
        changed = browser.patch(
            f"/api/v1/views/{made.pk}/",
            {"query": sent},
            content_type="application/json",
            headers={"if-match": "*"},
        )
        assert [(one.status_code, TOLD in one.text) for one in (kept, changed)] == [(400, True)] * 2
    assert SavedView.objects.get().query == "quiet=60"
