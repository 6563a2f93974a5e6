"""Rows of links on a phone: each has a finger's breadth; and what forced colours take away is told by other means."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from crm.models import Meeting, MeetingDraft, Task
from tests.browser.page import check_page, overflow, small_targets, violations

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def many(live_world):
    for number in range(4):
        Task.add(
            text=f"Skicka underlag {number}",
            client=live_world.client,
            owner=live_world.advisor,
            due_on=timezone.localdate() + timedelta(days=number - 1),
            by=live_world.advisor,
            at=timezone.now(),
        )
    return live_world


@pytest.mark.parametrize("path", ["/", "/crm/tasks/", "/crm/clients/?stage=active"])
def test_links_in_rows_can_be_hit(live_server, many, signed_in, path):
    check_page(signed_in(many.advisor), live_server.url + path)


def test_a_meeting_that_is_begun_to_be_logged_fits_the_narrowest_phone(live_server, live_world, signed_in):
    starts = timezone.now() - timedelta(hours=26)
    held = {"kind": "video", "starts_at": starts, "contact_minutes": 45, "clients": [live_world.client]}
    meeting = Meeting.log(by=live_world.advisor, at=starts, state="planned", **held)
    MeetingDraft.objects.create(user=live_world.advisor, key=uuid4(), saved_at=starts, meeting=meeting)
    page = signed_in(live_world.advisor)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(live_server.url)
    expect(page.get_by_role("link", name="Continue")).to_be_visible()
    assert overflow(page) == []


FOLLOW_UPS, TASKS = "[aria-labelledby=h-f] .rows > li", ".tasks tbody tr"


@pytest.mark.parametrize(("path", "rows"), [("/", FOLLOW_UPS), ("/crm/tasks/", TASKS)])
def test_a_task_is_a_low_row_whose_links_are_a_finger_apart(live_server, many, signed_in, path, rows):
    page = signed_in(many.advisor)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + path)
    heights = [row.bounding_box()["height"] for row in page.locator(rows).all()]
    assert (len(heights), max(heights) <= 64, small_targets(page)) == (4, True, []), heights


def test_each_verdict_and_criterion_of_a_gate_can_be_hit(live_server, live_world, signed_in):
    page = signed_in(live_world.manager)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}{reverse('projects:gate_decide', args=[live_world.project.pk])}")
    heights = {label.bounding_box()["height"] >= 44 for label in page.locator("label:has(> input)").all()}
    assert (heights, small_targets(page)) == ({True}, [])


def test_a_chosen_chip_and_the_current_page_are_told_in_forced_colours(live_server, many, signed_in):
    page = signed_in(many.advisor)
    page.emulate_media(forced_colors="active")
    page.goto(live_server.url + "/crm/clients/?stage=active")
    chosen, other = page.locator(".nav a[aria-current]"), page.locator(".nav a:not([aria-current])").first
    colour = "one => getComputedStyle(one).borderBlockEndColor"
    assert chosen.evaluate(colour) != other.evaluate(colour)
    expect(page.locator(".chip.on")).to_have_css("forced-color-adjust", "none")
    assert violations(page) == []
