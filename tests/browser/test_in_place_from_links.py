"""Links that lead to a form, and have no key of their own, open it in place like those that have one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from crm.models import Meeting, Task
from journal.models import Entry, Notification
from tests.world import client_named

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at(live_server, live_world, signed_in):
    page = signed_in(live_world.advisor)

    def go(name, query=""):
        page.goto(live_server.url + reverse(name) + query)
        page.wait_for_load_state("networkidle")
        return page

    return go


def test_a_meeting_held_and_not_logged_is_logged_over_today(at, live_world):
    begun = timezone.now() - timedelta(hours=3)
    held = {"kind": "video", "starts_at": begun, "contact_minutes": 45, "clients": [live_world.client]}
    Meeting.log(by=live_world.advisor, at=begun, state="planned", **held)
    page = at("crm:today")
    page.locator(".quick a").click()
    expect(page.get_by_role("dialog").get_by_label("Note")).to_be_focused()
    assert page.url.endswith(reverse("crm:today"))
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".quick a")).to_be_focused()


def test_today_tells_at_once_what_was_begun_over_it_and_then_what_was_saved(at, live_world):
    begun = timezone.now() - timedelta(hours=30)
    for hours in (0, 2):
        starts = begun + timedelta(hours=hours)
        held = {"kind": "video", "starts_at": starts, "contact_minutes": 45, "clients": [live_world.client]}
        Meeting.log(by=live_world.advisor, at=starts, state="planned", **held)
    page = at("crm:today")
    page.get_by_role("link", name="Log", exact=True).first.click()
    expect(page.get_by_role("dialog").get_by_label("Note")).to_be_focused()
    page.keyboard.type("Talat om patent")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Continue")).to_be_focused()
    expect(page.locator("#today-told")).to_contain_text("1 draft.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_label("Note")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").get_by_role("link", name="Look at it")).to_be_visible()
    expect(page.get_by_role("link", name="Log", exact=True)).to_be_focused()
    expect(page.get_by_role("link", name="Continue")).to_have_count(0)


def test_a_notification_is_opened_in_place_and_read_by_that(at, live_world):
    task = Task.add(by=live_world.colleague, at=timezone.now(), text="Ring Klarvik", owner=live_world.advisor)
    Notification.tell(live_world.advisor, Entry.objects.filter(verb="task.added").get(), "follow_up_given")
    page = at("journal:notifications")
    page.get_by_role("link", name=task.text).click()
    expect(page.get_by_role("dialog").get_by_label("What")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Unread")).to_have_count(0)
    expect(page.get_by_role("link", name=task.text)).to_be_focused()


def test_the_one_meant_of_several_found_is_logged_over_them(at):
    client_named("Klarvik Energi AB")
    page = at("crm:meeting_log", "?q=klarv")
    expect(page.locator("[data-rows] a:focus")).to_have_text("Klarvik Diagnostik AB")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Log meeting Klarvik Diagnostik AB")
    expect(panel.get_by_label("Note")).to_be_focused()
    page.keyboard.type("Talat om patent")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").get_by_text("Meeting saved.")).to_be_visible()
    assert [(one.note, *map(str, one.clients.all())) for one in Meeting.objects.all()] == [
        ("Talat om patent", "Klarvik Diagnostik AB")
    ]


def test_whom_nobody_knows_becomes_a_client_over_the_search(at):
    page = at("crm:meeting_log", "?q=Mekanik")
    page.get_by_role("link", name="New client “Mekanik”").click()
    panel = page.get_by_role("dialog", name="New client")
    expect(panel.get_by_label("Name", exact=True)).to_have_value("Mekanik")
