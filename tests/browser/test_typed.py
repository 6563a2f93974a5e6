"""Nothing typed is lost: the session gone, another who signs in, the network gone, a refusal, going back, two tabs."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from crm.models import Meeting, MeetingDraft, Task
from tests.browser.page import kept, sign_in, stored
from tests.product import until
from tests.world import PASSWORD
from ui.models import Unsaved

WORDS = "Gick igenom evidensplanen med Maja."


@pytest.fixture
def form(live_server, live_world, signed_in):
    """The advisor's form of a meeting with her client, and its note."""
    page = signed_in(live_world.advisor)
    page.goto(f"{live_server.url}/crm/meetings/log/?client={live_world.client.pk}")
    # Its page has been given the key of this device.
    expect(page.get_by_label("Note")).to_be_focused()
    page.wait_for_load_state("networkidle")
    return page


def note(page: Page):
    return page.get_by_label("Note")


def end_session() -> None:
    Session.objects.all().delete()


def told(page: Page, words: str) -> None:
    expect(page.locator("[data-saved]").get_by_text(words)).to_be_visible()


def test_words_typed_after_the_session_ended_come_back_in_their_form(live_server, live_world, form, quietly):
    end_session()
    note(form).fill(WORDS)
    told(form, "You are signed out. Kept on this device")
    assert (kept(form), MeetingDraft.objects.count()) == (1, 0)
    form.get_by_role("button", name="Sign in").click()
    form.fill("input[name=login]", live_world.advisor.email)
    form.fill("input[name=password]", PASSWORD)
    form.click("form.form button.primary")
    expect(note(form)).to_have_value(WORDS)
    form.keyboard.press("Control+Enter")
    expect(form.get_by_role("status").get_by_text("Meeting saved.")).to_be_visible()
    assert Meeting.objects.get().note == WORDS
    form.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('fyr-kept-'))")
    assert Unsaved.objects.count() == 0


def test_they_are_a_draft_on_today_when_she_signs_in_later(live_server, live_world, form, quietly):
    end_session()
    note(form).fill(WORDS)
    told(form, "You are signed out. Kept on this device")
    # She lands on Today, which sends what was kept and then shows it.
    sign_in(form, live_server.url, live_world.advisor.email, PASSWORD)
    expect(form.get_by_role("heading", name="Drafts")).to_be_visible()
    assert (kept(form), MeetingDraft.objects.get().typed["note"]) == (0, [WORDS])


def test_a_page_of_somebody_signed_out_takes_nothing_for_success(live_server, live_world, form, quietly):
    end_session()
    note(form).fill(WORDS)
    told(form, "You are signed out. Kept on this device")
    form.goto(f"{live_server.url}/accounts/login/")
    form.evaluate("() => dispatchEvent(new Event('online'))")
    form.wait_for_load_state("networkidle")
    assert kept(form) == 1


def test_what_is_kept_can_not_be_read_from_the_browsers_storage(form, quietly):
    end_session()
    note(form).fill(WORDS)
    told(form, "You are signed out. Kept on this device")
    assert ("evidens" in stored(form), kept(form)) == (False, 1)


def test_another_who_signs_in_on_that_browser_sends_and_sees_nothing_of_it(live_server, live_world, form, quietly):
    end_session()
    note(form).fill(WORDS)
    told(form, "You are signed out. Kept on this device")
    sign_in(form, live_server.url, live_world.outsider.email, PASSWORD)
    form.goto(live_server.url)
    form.wait_for_load_state("networkidle")
    assert (MeetingDraft.objects.count(), Unsaved.objects.count(), kept(form)) == (0, 0, 1)
    assert WORDS not in form.content()


def test_an_open_form_is_not_saved_as_another_who_signed_in_since(live_server, live_world, form, quietly):
    other = form.context.new_page()
    form.context.clear_cookies()
    sign_in(other, live_server.url, live_world.outsider.email, PASSWORD)
    note(form).fill(WORDS)
    expect(form.locator("[data-saved]")).to_be_visible()
    form.keyboard.press("Control+Enter")
    expect(form.get_by_role("heading", name="Not saved")).to_be_visible()
    assert (Meeting.objects.count(), MeetingDraft.objects.count()) == (0, 0)


def test_signed_in_again_in_another_tab_the_form_goes_on(live_server, live_world, form, quietly):
    end_session()
    other = form.context.new_page()
    sign_in(other, live_server.url, live_world.advisor.email, PASSWORD)
    note(form).fill(WORDS)
    told(form, "Draft saved")
    form.keyboard.press("Control+Enter")
    expect(form.get_by_role("status").get_by_text("Meeting saved.")).to_be_visible()


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


def test_gone_back_to_and_saved_with_more_text_nothing_is_thrown_away(form, quietly):
    note(form).fill("Ett stycke.")
    form.keyboard.press("Control+Enter")
    expect(form.get_by_role("status").get_by_text("Meeting saved.")).to_be_visible()
    form.go_back()
    note(form).fill("Ett stycke. Och ett till.")
    form.keyboard.press("Control+Enter")
    expect(form.get_by_text("This form has been saved already, with other words.")).to_be_visible()
    form.get_by_role("button", name="Change what was saved").click()
    expect(form.get_by_role("status").get_by_text("Meeting saved.")).to_be_visible()
    assert [meeting.note for meeting in Meeting.objects.all()] == ["Ett stycke. Och ett till."]


def test_a_form_without_drafts_is_the_same_form_when_it_is_gone_back_to(live_server, live_world, signed_in, quietly):
    page = signed_in(live_world.advisor)
    page.goto(f"{live_server.url}/crm/tasks/new/")
    page.get_by_label("What").fill("Ring Maja")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Added: Ring Maja")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("What")).to_have_value("Ring Maja")
    page.get_by_label("What").fill("Ring Bo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This form has been saved already, with other words.")).to_be_visible()
    assert [task.text for task in Task.objects.all()] == ["Ring Maja"]


def test_a_double_click_makes_one_task(live_server, live_world, signed_in):
    page = signed_in(live_world.advisor)
    page.goto(f"{live_server.url}/crm/tasks/new/")
    page.keyboard.type("Ring Maja")
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_role("status").get_by_text("Added: Ring Maja")).to_be_visible()
    assert Task.objects.count() == 1


def test_the_older_of_two_tabs_is_told_and_shown_both(live_server, live_world, form, quietly):
    note(form).fill("Först här.")
    told(form, "Draft saved")
    other = form.context.new_page()
    other.goto(f"{live_server.url}/crm/drafts/{MeetingDraft.objects.get().key}/")
    other.get_by_label("Note").fill("Sedan där.")
    told(other, "Draft saved")
    note(form).fill("Och här igen.")
    told(form, "Newer in another tab")
    assert MeetingDraft.objects.get().typed["note"] == ["Sedan där."]
    form.get_by_role("button", name="Show both").click()
    expect(form.get_by_role("cell", name="Sedan där.")).to_be_visible()
    expect(note(form)).to_have_value("Och här igen.")
    form.keyboard.press("Control+Enter")
    expect(form.get_by_role("status").get_by_text("Meeting saved.")).to_be_visible()
    assert Meeting.objects.get().note == "Och här igen."


def test_a_discarded_draft_is_not_brought_back_by_a_late_timer(live_server, form):
    note(form).fill("Slask")
    form.get_by_role("button", name="Discard").click()
    expect(form.get_by_text("“Slask” cannot be brought back.")).to_be_visible()
    form.get_by_role("link", name="Keep it").click()
    expect(note(form)).to_have_value("Slask")
    form.get_by_role("button", name="Discard").click()
    expect(form.get_by_role("heading", name="Discard what you have typed?")).to_be_visible()
    form.get_by_role("button", name="Discard").click()
    expect(form.get_by_role("status").get_by_text("The draft is discarded.")).to_be_visible()
    form.wait_for_load_state("networkidle")
    assert MeetingDraft.objects.count() == 0


def test_signing_out_waits_until_the_last_word_is_safe(live_server, form):
    note(form).fill(WORDS)
    form.locator("details.person summary").click()
    form.get_by_role("button", name="Sign out").click()
    form.wait_for_url(lambda url: "/accounts/login/" in url)
    assert (MeetingDraft.objects.get().typed["note"], kept(form)) == ([WORDS], 0)


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


def test_without_javascript_what_is_typed_comes_back_after_signing_in(live_server, live_world, browser):
    page = browser.new_context(java_script_enabled=False, locale="en").new_page()
    sign_in(page, live_server.url, live_world.advisor.email, PASSWORD)
    page.goto(f"{live_server.url}/crm/tasks/new/")
    page.get_by_label("What").fill("Ring Maja om avtalet")
    end_session()
    page.get_by_role("button", name="Save").last.click()
    page.fill("input[name=login]", live_world.advisor.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form.form button.primary")
    expect(page.get_by_label("What")).to_have_value("Ring Maja om avtalet")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("Added: Ring Maja om avtalet")).to_be_visible()
    page.context.close()
