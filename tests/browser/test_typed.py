"""Nothing typed is lost: the session gone, another who signs in, going back, sent twice, two tabs, signing out."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from crm.models import Meeting, MeetingDraft, Task
from tests.browser.page import kept, note, sign_in, stored, told
from tests.product import until
from tests.world import PASSWORD
from ui.models import Unsaved

WORDS = "Gick igenom evidensplanen med Maja."


def end_session() -> None:
    Session.objects.all().delete()


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
    other.get_by_label("Note", exact=True).fill("Sedan där.")
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


def test_the_save_of_another_tab_takes_nothing_of_what_only_this_one_has(live_server, form, quietly):
    """One draft, two tabs: this one's words go to the device, then to Today, and stay there."""
    note(form).fill("Alfa ett.")
    told(form, "Draft saved")
    other = form.context.new_page()
    other.goto(f"{live_server.url}/crm/drafts/{MeetingDraft.objects.get().key}/")
    other.get_by_label("Note", exact=True).fill("Flik två.")
    told(other, "Draft saved")
    note(form).fill("Alfa ett. Alfa mera.")
    told(form, "Newer in another tab")
    other.get_by_label("Note", exact=True).fill("Flik två. Klar.")
    told(other, "Draft saved")
    assert kept(form) == 1
    other.keyboard.press("Control+Enter")
    expect(other.get_by_role("status").get_by_text("Meeting saved.")).to_be_visible()
    # Either tab hands them over.
    until(Unsaved.objects.exists)
    form.goto(live_server.url)
    expect(form.locator("section[data-unsaved]").get_by_text("Alfa ett. Alfa mera.")).to_be_visible()
    assert ([one.note for one in Meeting.objects.all()], kept(form)) == (["Flik två. Klar."], 0)


def test_what_waits_on_today_stays_when_another_tab_saves_under_its_key(live_server, form, quietly):
    note(form).fill("Alfa ett.")
    told(form, "Draft saved")
    other = form.context.new_page()
    other.goto(f"{live_server.url}/crm/drafts/{MeetingDraft.objects.get().key}/")
    other.get_by_label("Note", exact=True).fill("Flik två.")
    told(other, "Draft saved")
    note(form).fill("Alfa ett. Alfa mera.")
    told(form, "Newer in another tab")
    form.goto(live_server.url)
    expect(form.locator("section[data-unsaved]").get_by_text("Alfa ett. Alfa mera.")).to_be_visible()
    other.keyboard.press("Control+Enter")
    expect(other.get_by_role("status").get_by_text("Meeting saved.")).to_be_visible()
    form.reload()
    expect(form.locator("section[data-unsaved]").get_by_text("Alfa ett. Alfa mera.")).to_be_visible()
    form.locator("section[data-unsaved] a").click()
    expect(note(form)).to_have_value("Alfa ett. Alfa mera.")


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
