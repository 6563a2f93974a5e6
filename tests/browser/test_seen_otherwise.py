"""Forced colours, no motion, and a desk enlarged to 400 %: no lost focus, no lost light, nothing over another."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import overflow

CLIENT = ".clients tbody th a"
PROJECT = ".matrix th a"
PAGES = {
    "today": ("cecilia", "/", ""),
    "clients": ("cecilia", "/crm/clients/", ""),
    "client": ("cecilia", "/crm/clients/?lead=me&stage=active", CLIENT),
    "log": ("cecilia", "/crm/meetings/log/?subject=Samtal", ""),
    "portfolio": ("petra", "/projects/", ""),
    "project": ("petra", "/projects/", PROJECT),
    "schedule": ("petra", "/reports/", "tbody th a"),
}
# The outline of what has the focus, or of the box drawn round it.
HAS_OUTLINE = """() => {
    const one = document.activeElement;
    const round = ["label", ".seg", ".logbar", ".input", "form.search"].map((css) => one.closest(css));
    return one === document.body || [one, ...round].some((box) => {
        const style = box && getComputedStyle(box);
        return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    });
}"""
# A light is a shape of its own and has words: its own, or those beside it.
UNTOLD_LIGHTS = """() => [...document.querySelectorAll("svg.st, .l")].filter((light) => {
    const words = light.getAttribute("aria-label") ?? light.textContent.trim();
    return !words && !light.parentElement.textContent.trim() && !light.closest("[aria-hidden=true], [role=img]");
}).map((light) => light.parentElement.outerHTML.slice(0, 120))"""
PALE_LIGHTS = """() => [...document.querySelectorAll(".l")].filter((light) => {
    const paper = getComputedStyle(document.body).backgroundColor, style = getComputedStyle(light);
    return style.backgroundColor === paper || style.forcedColorAdjust !== "none";
}).length"""
# What is covered by a bar that stays, when the page is scrolled to it.
ROOM = """() => innerHeight - ["topbar", "tabbar"].reduce((sum, name) => {
    const bar = document.querySelector("." + name), style = getComputedStyle(bar);
    return sum + (["fixed", "sticky"].includes(style.position) ? bar.offsetHeight : 0);
}, 0)"""


def go(page: Page, address: str, path: str, row: str) -> None:
    page.goto(address + path)
    if row:
        page.goto(address + page.locator(row).first.get_attribute("href"))


@pytest.mark.parametrize("name", PAGES)
def test_focus_and_lights_are_seen_in_forced_colours(product, opened, name):
    who, path, row = PAGES[name]
    page = opened(who)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    go(page, product.address, path, row)
    assert page.evaluate(UNTOLD_LIGHTS) == []
    assert page.evaluate(PALE_LIGHTS) == 0
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate(HAS_OUTLINE), page.evaluate("document.activeElement.outerHTML.slice(0, 160)")


@pytest.mark.parametrize("name", PAGES)
def test_a_desk_enlarged_to_400_percent_has_room_to_read_and_no_sideways_scroll(product, opened, name):
    who, path, row = PAGES[name]
    page = opened(who, width=320)
    page.set_viewport_size({"width": 320, "height": 256})
    go(page, product.address, path, row)
    assert overflow(page) == []
    assert page.evaluate(ROOM) == 256


def test_nothing_moves_for_who_asked_for_no_motion(product, opened):
    page = opened("cecilia")
    page.emulate_media(reduced_motion="reduce")
    page.goto(product.address + "/crm/tasks/")
    page.keyboard.press("/")
    expect(page.locator("dialog.palette")).to_be_visible()
    moving = "() => document.getAnimations().filter((one) => one.effect.getTiming().duration > 0).length"
    assert page.evaluate(moving) == 0
    assert page.evaluate("() => getComputedStyle(document.querySelector('.btn')).transitionDuration") in (
        "0s",
        "0s, 0s",
    )
