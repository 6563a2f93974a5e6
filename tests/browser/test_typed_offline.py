"""Nothing typed is lost while the network is gone, and when the server does not take it at once, or never does."""

import pytest
from playwright.sync_api import expect

from crm.models import Meeting, MeetingDraft, Task
from tests.browser.page import kept, note, told
from tests.product import until
from ui.models import Unsaved

WORDS = "Gick igenom evidensplanen med Maja."


def test_saved_without_a_network_it_arrives_as_the_meeting_once(form, quietly):
    form.context.set_offline(True)
    note(form).press_sequentially(WORDS)
    form.keyboard.press("Control+Enter")
    told(form, "Saved on this device; sent when the network is back")
    # The pause after the last key is over; no draft has taken the place of the save.
    form.evaluate("() => new Promise((resolve) => setTimeout(resolve, 700))")
    told(form, "Saved on this device; sent when the network is back")
    form.context.set_offline(False)
    expect(form.get_by_text(WORDS)).to_be_visible()
    assert (Meeting.objects.get().note, MeetingDraft.objects.count(), kept(form)) == (WORDS, 0, 0)


@pytest.mark.parametrize(
    "answer",
    [{"status": 503, "body": "Later"}, {"status": 200, "content_type": "text/html", "body": "<h1>Wi-Fi</h1>"}],
    ids=["a server that is starting", "somebody between us"],
)
def test_what_answers_not_now_is_tried_again_until_it_arrives_once(form, quietly, answer):
    refused = []

    def some(route):
        if route.request.method != "POST" or len(refused) >= 3:
            return route.fallback()
        refused.append(route.request.url)
        route.fulfill(**answer)

    form.context.set_offline(True)
    note(form).press_sequentially(WORDS)
    form.keyboard.press("Control+Enter")
    told(form, "Saved on this device; sent when the network is back")
    form.route("**/*", some)
    form.context.set_offline(False)
    expect(form.get_by_text(WORDS)).to_be_visible()
    assert (len(refused), Meeting.objects.get().note, MeetingDraft.objects.count(), kept(form)) == (3, WORDS, 0, 0)


def test_a_text_on_which_the_server_fails_three_times_is_handed_over_and_holds_up_no_other(live_server, form, quietly):
    """It is taken for one that calls the fault forth: it waits on Today, where its author finds it on any device."""
    other = form.context.new_page()
    other.goto(f"{live_server.url}/crm/tasks/new/")
    other.wait_for_load_state("networkidle")
    form.context.set_offline(True)
    note(form).fill(WORDS)
    form.keyboard.press("Control+Enter")
    told(form, "Saved on this device; sent when the network is back")
    other.get_by_label("What").fill("Ring Maja")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Saved on this device; sent when it is back")).to_be_visible()
    other.close()
    failed = []

    def fail(route):
        if route.request.method != "POST" or "/meetings/" not in route.request.url:
            return route.fallback()
        failed.append(route.request.url)
        route.fulfill(status=500)

    form.context.route("**/*", fail)
    form.context.set_offline(False)
    form.get_by_role("link", name="Look at it").and_(form.locator("[href*=unsaved]")).click()
    expect(note(form)).to_have_value(WORDS)
    until(lambda: kept(form) == 0)
    assert (len(failed), Meeting.objects.count(), Unsaved.objects.get().typed["note"]) == (3, 0, [WORDS])
    assert [one.text for one in Task.objects.all()] == ["Ring Maja"]
    form.goto(live_server.url)
    expect(form.get_by_role("heading", name="Not saved yet")).to_be_visible()


def test_what_the_server_never_takes_is_found_on_today(live_server, form, quietly):
    form.context.set_offline(True)
    note(form).fill(WORDS)
    form.keyboard.press("Control+Enter")
    told(form, "Saved on this device; sent when the network is back")
    form.route("**/*", lambda one: one.fulfill(status=413) if one.request.method == "POST" else one.fallback())
    form.context.set_offline(False)
    form.get_by_role("dialog").get_by_role("button", name="Close").click()
    form.goto(live_server.url)
    expect(form.locator("[data-on-device]").get_by_text(WORDS)).to_be_visible()
    form.locator("[data-on-device]").get_by_role("button", name="Look at it").click()
    form.get_by_role("dialog").get_by_role("button", name="Remove from this device").click()
    expect(form.get_by_role("heading", name="On this device only")).to_be_hidden()
    assert kept(form) == 0


def test_a_save_that_is_refused_later_is_shown_with_a_way_on(live_server, form, quietly):
    form.context.set_offline(True)
    form.get_by_label("When").fill("när som helst")
    note(form).fill(WORDS)
    form.keyboard.press("Control+Enter")
    told(form, "Saved on this device; sent when the network is back")
    form.context.set_offline(False)
    form.get_by_role("status").get_by_role("link", name="Look at it").click()
    expect(note(form)).to_have_value(WORDS)
    assert kept(form) == 0
    form.goto(live_server.url)
    expect(form.get_by_role("heading", name="Not saved yet")).to_be_visible()


def test_signing_out_says_what_would_be_gone(live_server, form, quietly):
    form.context.set_offline(True)
    note(form).fill(WORDS)
    told(form, "Saved on this device only")
    said = []
    form.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    form.locator("details.person summary").click()
    form.get_by_role("button", name="Sign out").click()
    form.wait_for_function("() => true")
    expect(note(form)).to_have_value(WORDS)
    assert (said, kept(form)) == (
        ["A text is only on this device and will be removed from it. Sign out all the same?"],
        1,
    )
    form.context.set_offline(False)


def test_where_the_browser_offers_no_secure_context_nothing_is_kept_and_the_form_says_so(form, quietly):
    form.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    form.reload()
    form.wait_for_load_state("networkidle")
    form.context.set_offline(True)
    note(form).fill(WORDS)
    told(form, "Not saved: the network is gone")
    assert kept(form) == 0
    form.context.set_offline(False)
