"""The message's Undo: no time limit, dismissed by Esc or its button; then the focus is in the row that came back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from contacts.models import Community, Membership
from projects.models import Risk
from tests.browser.page import check_state
from tests.world import NOW, TODAY

ROW = "() => document.activeElement.closest('tr, li')?.id ?? document.activeElement.id"


@pytest.fixture
def risks(live_world):
    made = {"probability": 2, "consequence": 2, "by": live_world.lead, "at": NOW}
    return [Risk.add(live_world.project, text=text, **made) for text in ("Sent", "Dyrt")]


@pytest.fixture
def page(live_server, live_world, risks, signed_in):
    """One risk of two has been closed on the project's page."""
    page = signed_in(live_world.lead)
    page.clock.install()
    page.goto(live_server.url + reverse("projects:project_detail", args=[live_world.project.pk]))
    page.get_by_role("button", name="Close the risk: Sent").click()
    expect(page.locator(".toast")).to_contain_text("The risk is closed: Sent")
    return page


def test_it_has_no_time_limit_and_escape_or_its_button_dismisses_it(page):
    page.clock.fast_forward(120_000)
    expect(page.locator("[data-undo]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".toast")).to_have_count(0)
    page.get_by_text("Closed risks (1)").click()
    page.get_by_role("button", name="Reopen: Sent").click()
    expect(page.locator(".toast")).to_contain_text("The risk is open again: Sent")
    page.clock.fast_forward(120_000)
    expect(page.locator(".toast")).to_have_count(0)


def test_its_own_button_dismisses_it_and_gives_the_focus_back_to_the_row(page, risks):
    page.locator("[data-dismiss]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_have_count(0)
    assert page.evaluate("() => document.activeElement !== document.body")


@pytest.mark.parametrize("way", ["key", "button"])
def test_after_undo_the_focus_is_in_the_row_that_came_back(page, risks, way):
    page.keyboard.press("Control+z") if way == "key" else page.locator("[data-undo]").click()
    expect(page.locator(".toast")).to_contain_text("The risk is open again: Sent")
    assert page.evaluate(ROW) == f"risk-{risks[0].pk}"


def test_after_reopening_from_the_fold_the_focus_is_in_the_row_that_came_back(page, risks):
    page.get_by_text("Closed risks (1)").click()
    page.get_by_role("button", name="Reopen: Sent").click()
    expect(page.locator(".toast")).to_contain_text("The risk is open again: Sent")
    assert page.evaluate(ROW) == f"risk-{risks[0].pk}"


def test_a_row_that_was_pressed_on_another_page_has_the_focus_after_undo(live_server, live_world, signed_in):
    community = Community.objects.create(name="HealthTech Nordic")
    organisation = live_world.client.organisation
    made = Membership.objects.create(community=community, organisation=organisation, state="active", since_on=TODAY)
    page = signed_in(live_world.advisor)
    page.goto(f"{live_server.url}/crm/clients/{live_world.client.pk}/")
    page.get_by_role("button", name="End the membership").click()
    page.locator("[data-undo]").click()
    expect(page.locator(".toast")).to_contain_text("goes on")
    assert page.evaluate(ROW) == f"membership-{made.pk}"


def test_what_has_the_focus_is_not_under_it(page):
    """Whatever Tab reaches."""
    covered = """() => { const toast = document.querySelector(".toast").getBoundingClientRect();
      const here = document.activeElement.getBoundingClientRect();
      const isInPage = document.activeElement.closest("main");
      return isInPage && isInPage !== document.activeElement
        && here.bottom > toast.top && here.top < toast.bottom && here.right > toast.left && here.left < toast.right }"""
    page.set_viewport_size({"width": 390, "height": 700})
    found = []
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(covered):
            found.append(page.evaluate("() => document.activeElement.outerHTML.slice(0, 80)"))
    assert found == []


def test_the_folded_rows_fit_every_screen(page):
    page.locator("details.twin").last.evaluate("one => (one.open = true)")
    check_state(page, "the project's page")
