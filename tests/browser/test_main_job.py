"""The main job in a real browser: find a client, log a meeting by keyboard alone."""

import pytest
from playwright.sync_api import expect

from crm.models import Meeting, Task
from tests.browser.page import check_page
from tests.world import contact


def test_a_meeting_is_found_logged_and_seen_without_a_mouse(live_server, live_world, signed_in):
    contact("Maja Törnqvist", live_world.client)
    page = signed_in(live_world.advisor)
    page.keyboard.press("/")
    page.keyboard.type("klarv")
    expect(page.get_by_text("Klarvik Diagnostik AB").last).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Klarvik Diagnostik AB", level=1)).to_be_visible()
    page.keyboard.press("m")
    note = page.get_by_role("dialog").get_by_label("Note")
    expect(note).to_be_focused()
    page.keyboard.type("Gick igenom evidensplanen.")
    page.keyboard.press("Tab")
    page.keyboard.type("Skicka lista")
    page.keyboard.press("Tab")
    page.keyboard.type("+2w")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").get_by_text("Meeting saved.")).to_be_visible()
    expect(page.get_by_text("Gick igenom evidensplanen.")).to_be_visible()
    assert (Meeting.objects.get().note, Task.objects.get().text) == ("Gick igenom evidensplanen.", "Skicka lista")


def test_a_draft_survives_a_closed_browser(live_server, live_world, signed_in):
    page = signed_in(live_world.advisor)
    page.goto(f"{live_server.url}/crm/clients/{live_world.client.pk}/")
    page.keyboard.press("m")
    page.get_by_role("dialog").get_by_label("Note").fill("Halvvägs genom tanken")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.context.clear_cookies()
    again = signed_in(live_world.advisor)
    again.get_by_role("link", name="Klarvik Diagnostik AB").first.click()
    expect(again.get_by_label("Note")).to_have_value("Halvvägs genom tanken")


@pytest.mark.parametrize("path", ["/", "/crm/tasks/", "/crm/meetings/", "/crm/meetings/log/", "/crm/imports/new/"])
def test_the_advisors_pages_are_readable_by_all(live_server, live_world, signed_in, path):
    page = signed_in(live_world.advisor)
    check_page(page, f"{live_server.url}{path}")


@pytest.mark.parametrize("path", ["/reports/", "/reports/new/"])
def test_the_reports_pages_are_readable_by_all(live_server, live_world, signed_in, path):
    page = signed_in(live_world.manager)
    check_page(page, f"{live_server.url}{path}")


def test_the_panel_is_readable_by_all(live_server, live_world, signed_in):
    contact("Maja Törnqvist", live_world.client)
    page = signed_in(live_world.advisor)
    check_page(page, f"{live_server.url}/crm/meetings/log/?client={live_world.client.pk}")
