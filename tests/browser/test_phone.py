"""The product in a hand: search and the places in the frame, room for fingers, and what she types never under a bar."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import broken_words, overflow, small_targets, speak, violations

# The page itself, or the first that the list's rows lead to.
PAGES = [
    ("/", ""),
    ("/crm/clients/", ""),
    ("/crm/clients/", ".clients tbody th a"),
    ("/crm/tasks/", ""),
    ("/crm/tasks/", "tbody th a"),
    ("/crm/meetings/", ""),
    ("/crm/meetings/", "tbody th a"),
    ("/contacts/organisations/", ""),
    ("/contacts/organisations/", "tbody th a"),
    ("/contacts/people/", ""),
    ("/contacts/people/", "tbody th a"),
    ("/crm/imports/", ""),
    ("/projects/", ""),
    ("/projects/", ".matrix th a"),
    ("/reports/", ""),
    ("/reports/", "tbody th a"),
    ("/settings/", ""),
    ("/more/", ""),
    ("/search/?q=an", ""),
]
COVERED = """() => {
    const one = document.activeElement, box = (one.closest("label") ?? one).getBoundingClientRect();
    const edge = (css, side) => document.querySelector(css).getBoundingClientRect()[side];
    const isUnder = box.top < edge(".logpanel > .hd", "bottom") || box.bottom > edge(".logpanel > .ft", "top");
    return !!one.closest(".logpanel > .body") && isUnder;
}"""
STICKS = """() => {
    const box = (css) => document.querySelector(css).getBoundingClientRect();
    return [Math.round(box(".logpanel > .hd").top), Math.round(innerHeight - box(".logpanel > .ft").bottom)];
}"""


def go(page: Page, address: str, path: str, row: str) -> None:
    page.goto(address + path)
    if row:
        page.goto(address + page.locator(row).first.get_attribute("href"))


@pytest.mark.parametrize(("width", "measure"), [(390, small_targets), (320, overflow)])
def test_every_page_fits_a_hand_and_has_search_and_room_for_fingers(product, opened, width, measure):
    page = opened("cecilia", width=width)
    faults = []
    for path, row in PAGES:
        go(page, product.address, path, row)
        expect(page.locator(".topbar a.find")).to_be_in_viewport()
        faults += [f"{path} {row}: {fault}" for fault in overflow(page) + measure(page)]
    assert faults == [], "\n".join(faults)


BROKEN_IN = [
    ("/", ""),
    ("/projects/", ""),
    ("/projects/", ".matrix th a"),
    ("/crm/clients/?stage=active", ".clients tbody th a"),
    ("/crm/tasks/?done=1&whose=all", ""),
]


def test_no_word_is_broken_where_it_has_no_hyphen(product, opened):
    """Swedish words are long: “Omfattning” stood on two lines."""
    page = opened("petra", width=390)
    speak(page, product.address, "sv")
    faults = []
    for path, row in BROKEN_IN:
        go(page, product.address, path, row)
        faults += [f"{path} {row}: {word}" for word in broken_words(page)]
    assert faults == [], "\n".join(faults)


def test_search_on_a_phone_opens_over_the_page_and_closes_by_a_finger(product, opened):
    page = opened("cecilia", width=390)
    page.goto(product.address + "/crm/tasks/")
    page.click(".topbar a.find")
    page.wait_for_selector("dialog.palette input:focus")
    page.keyboard.type("klarvik")
    page.wait_for_selector("dialog .hits li[aria-selected=true]")
    assert violations(page) + small_targets(page) == []
    page.click("dialog [data-close]")
    expect(page.locator("dialog")).to_have_count(0)
    assert page.url == product.address + "/crm/tasks/"


def test_a_slash_opens_search_where_the_window_is_narrow(product, opened):
    page = opened("cecilia", width=390)
    page.goto(product.address + "/crm/tasks/")
    page.keyboard.press("/")
    page.wait_for_selector("dialog.palette input:focus")
    page.keyboard.type("klarvik")
    expect(page.locator("dialog.palette input")).to_have_value("klarvik")


@pytest.mark.parametrize("size", [(390, 844), (320, 640)])
def test_the_meeting_keeps_its_name_and_verbs_in_view_and_never_over_the_field_she_is_in(product, opened, size):
    page = opened("cecilia", width=size[0])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    go(page, product.address, "/crm/clients/?lead=me&stage=active", ".clients tbody th a")
    page.goto(f"{product.address}/crm/meetings/log/?client={page.url.rstrip('/').rpartition('/')[2]}")
    page.wait_for_selector("#id_note:focus")
    page.evaluate("scrollTo(0, innerHeight / 4)")
    assert page.evaluate(STICKS) == [0, 0]
    for key in ["Tab"] * 12 + ["Shift+Tab"] * 40:
        page.keyboard.press(key)
        assert page.evaluate(COVERED) is False, page.evaluate("document.activeElement.id")
    assert violations(page) + overflow(page) + small_targets(page) == []
