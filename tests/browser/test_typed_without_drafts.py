"""Words in an ordinary form, one without drafts on the server, wait on the device until they are saved or discarded."""

import re
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from crm.models import Task
from tests.browser.page import kept, stored
from tests.product import until
from ui.models import Unsaved
from ui.who import who


@pytest.fixture
def task(live_server, live_world, signed_in):
    """The form of a new task, an ordinary one without drafts."""
    page = signed_in(live_world.advisor)
    page.goto(f"{live_server.url}/crm/tasks/new/")
    page.wait_for_load_state("networkidle")
    return page


def test_words_in_an_ordinary_form_are_offered_when_it_is_opened_again_until_they_are_saved(live_server, task):
    task.get_by_label("What").fill("Ring Maja om avtalet")
    task.wait_for_function("() => Object.keys(localStorage).some((name) => name.startsWith('fyr-kept-'))")
    assert "Maja" not in stored(task)
    task.goto(live_server.url)
    expect(task.locator("[data-on-device]").get_by_text("Ring Maja om avtalet")).to_be_visible()
    task.get_by_role("link", name="Go on in its form").click()
    expect(task.get_by_label("What")).to_have_value("Ring Maja om avtalet")
    told = task.get_by_role("status").filter(has_text="This is not saved yet. It is on this device only, typed")
    told.get_by_role("button", name="Save").click()
    expect(task.get_by_role("status").get_by_text("Added: Ring Maja om avtalet")).to_be_visible()
    task.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('fyr-kept-'))")
    assert Task.objects.count() == 1


def test_what_waits_is_known_by_its_form_and_all_that_was_changed_in_it(live_server, live_world, task):
    """Not by what the form began with; and what nobody has tried to save is not said to have failed."""
    client = live_world.client
    task.goto(f"{live_server.url}/crm/clients/{client.pk}/change/")
    task.wait_for_load_state("networkidle")
    task.get_by_label("Website").fill("https://klarvik.example")
    task.get_by_label("Needs").fill("Pilotkund")
    task.wait_for_function("() => Object.keys(localStorage).some((name) => name.startsWith('fyr-kept-'))")
    task.goto(live_server.url)
    row = task.locator("[data-on-device] li")
    expect(row.locator("[data-about]")).to_have_text(f"{client} · Edit facts")
    expect(row.locator("[data-words]")).to_contain_text("Website: https://klarvik.example")
    row.get_by_role("button", name="Look at it").click()
    dialog = task.get_by_role("dialog", name="Not saved yet")
    expect(dialog.locator("textarea")).to_have_value(re.compile("Website: https://klarvik.example"))
    expect(dialog.locator("textarea")).to_have_value(re.compile("^Needs: Pilotkund$", re.M))
    dialog.get_by_role("button", name="Close").click()


def test_words_that_were_brought_back_are_discarded_only_by_a_yes(live_server, task):
    task.get_by_label("What").fill("Slask")
    task.wait_for_function("() => Object.keys(localStorage).some((name) => name.startsWith('fyr-kept-'))")
    task.goto(live_server.url)
    task.get_by_role("link", name="Go on in its form").click()
    task.once("dialog", lambda dialog: dialog.dismiss())
    task.get_by_role("link", name="Discard").click()
    expect(task.get_by_label("What")).to_have_value("Slask")
    task.once("dialog", lambda dialog: dialog.accept())
    task.get_by_role("link", name="Discard").click()
    expect(task.get_by_label("What")).to_have_value("")
    expect(task.get_by_text("This is not saved yet.")).to_be_hidden()
    task.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('fyr-kept-'))")


def test_words_are_brought_back_by_the_first_press_unless_others_that_are_not_saved_stand_there(
    live_server, live_world, task
):
    for words in ("Ring Maja", "Ring Nils"):
        task.goto(f"{live_server.url}/crm/tasks/new/")
        task.wait_for_load_state("networkidle")
        task.get_by_label("What").fill(words)
        task.wait_for_function("(count) => Object.keys(localStorage).length === count", arg=1 + (words == "Ring Nils"))
    task.goto(live_server.url)
    row = task.locator("[data-on-device] li").filter(has_text="Ring Maja")
    row.get_by_role("link", name="Go on in its form").click()
    expect(task.get_by_label("What")).to_have_value("Ring Maja")
    typed = {"text": ["Ring Olle"], "owner": [str(live_world.advisor.pk)]}
    held = Unsaved.objects.create(
        who=who(live_world.advisor), key=uuid4(), page="/crm/tasks/new/", typed=typed, at=timezone.now()
    )
    key = task.url.partition("#")[2]
    task.goto(f"{live_server.url}{held.url}#{key}")
    expect(task.get_by_role("button", name="Bring it back")).to_be_visible()
    expect(task.get_by_label("What")).to_have_value("Ring Olle")


def test_an_ordinary_form_saved_in_a_tunnel_is_sent_when_the_network_is_back(task, quietly):
    task.context.set_offline(True)
    task.get_by_label("What").fill("Ring Maja")
    task.get_by_role("button", name="Save").click()
    expect(task.get_by_text("Saved on this device; sent when it is back")).to_be_visible()
    task.context.set_offline(False)
    expect(task.get_by_role("heading", name="Tasks")).to_be_visible()
    task.wait_for_url(lambda url: "/new/" not in url)
    until(lambda: kept(task) == 0)
    assert [one.text for one in Task.objects.all()] == ["Ring Maja"]


def test_words_in_an_ordinary_form_wait_on_today_for_who_signs_out(live_server, live_world, task):
    task.get_by_label("What").fill("Ring Maja om avtalet")
    task.wait_for_function("() => Object.keys(localStorage).some((name) => name.startsWith('fyr-kept-'))")
    task.locator("details.person summary").click()
    task.get_by_role("button", name="Sign out").click()
    task.wait_for_url(lambda url: "/accounts/login/" in url)
    assert (kept(task), Unsaved.objects.get().typed["text"]) == (0, ["Ring Maja om avtalet"])
