"""The frame in a real browser: every page of accounts and ui, keys, palette, dialogs, no JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.page import check_page, context, sign_in, violations
from tests.world import PASSWORD
from ui import search
from ui.search import Hit


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_pages_of_the_frame_pass_axe_and_need_no_sideways_scroll(live_server, live_world, signed_in, language):
    live_world.administrator.choose(language=language)
    page = signed_in(live_world.administrator)
    pk = live_world.advisor.pk
    for path in [
        "/settings/",
        "/users/",
        "/users/new/",
        f"/users/{pk}/",
        f"/users/{pk}/link/",
        "/search/?q=zz",
        "/more/",
    ]:
        check_page(page, live_server.url + path)
    for path in ["/accounts/password/change/", "/accounts/logout/"]:
        check_page(page, live_server.url + path)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_pages_of_a_stranger_pass_too(live_server, live_world, browser, language):
    page = context(browser, language=language).new_page()
    for path in ["login", "password/reset", "password/reset/done", "password/reset/key/done", "signup", "inactive"]:
        check_page(page, f"{live_server.url}/accounts/{path}/")
    page.context.close()


def test_the_pages_of_a_refusal_pass_too(live_server, live_world, browser):
    page = context(browser).new_page()
    sign_in(page, live_server.url, live_world.advisor.email, PASSWORD)
    check_page(page, f"{live_server.url}/nowhere/")
    check_page(page, f"{live_server.url}/users/")
    page.context.close()


def test_setting_up_passes_too(live_server, browser):
    page = context(browser).new_page()
    page.goto(live_server.url + "/settings/")
    assert page.url == live_server.url + "/setup/"
    check_page(page, live_server.url + "/setup/")
    page.context.close()


@pytest.fixture
def lighthouses():
    def provider(user, words, limit):
        return [Hit("lighthouse", name, f"/more/?{name}", "Öresund", "flag") for name in ["Ven", "Landsort"]]

    search.register("lighthouse", "Lighthouses", 90, provider)
    yield
    del search.providers["lighthouse"]


def test_the_palette_finds_and_opens_by_keyboard(live_server, live_world, signed_in, lighthouses):
    page = signed_in(live_world.advisor)
    page.goto(live_server.url + "/settings/")
    page.keyboard.press("Control+k")
    page.keyboard.type("e")
    page.wait_for_selector("dialog .hits li[aria-selected=true]")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.keyboard.type("e")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#hit-1[aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/more/?Landsort")


def test_a_slash_opens_search_and_escape_leaves_it_where_one_was(live_server, live_world, signed_in):
    page = signed_in(live_world.advisor)
    page.goto(live_server.url + "/more/")
    page.keyboard.press("/")
    page.wait_for_selector("dialog.palette input:focus")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("/")
    page.wait_for_selector("dialog.palette input:focus")


def test_a_question_mark_lists_the_keys(live_server, live_world, signed_in):
    page = signed_in(live_world.advisor)
    page.goto(live_server.url + "/more/")
    page.keyboard.press("?")
    page.wait_for_selector("#keylist")
    assert "search" in page.inner_text("#keylist")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("#keylist", state="detached")


def test_keys_type_while_typing_and_rest_when_switched_off(live_server, live_world, signed_in):
    page = signed_in(live_world.advisor)
    page.goto(live_server.url + "/settings/")
    page.fill("input[name=name]", "")
    page.type("input[name=name]", "a/b?")
    assert page.input_value("input[name=name]") == "a/b?"
    expect(page.locator("dialog")).to_have_count(0)
    live_world.advisor.choose(single_keys=False)
    page.goto(live_server.url + "/more/")
    page.keyboard.press("/")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog.palette")


def test_the_person_menu_opens_and_closes_by_keyboard(live_server, live_world, signed_in):
    page = signed_in(live_world.advisor)
    page.goto(live_server.url + "/more/")
    page.focus(".person > summary")
    page.keyboard.press("Enter")
    assert page.is_visible(".person .pop")
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert not page.is_visible(".person .pop")
    assert page.evaluate("document.activeElement.matches('.person > summary')")


def test_search_and_signing_out_work_without_javascript(live_server, live_world, browser, lighthouses):
    page = browser.new_context(java_script_enabled=False, locale="en").new_page()
    page.goto(live_server.url + "/accounts/login/")
    page.fill("input[name=login]", live_world.advisor.email)
    page.fill("input[name=password]", "fyrens-sken-42")
    page.click("form.form button.primary")
    page.goto(live_server.url + "/settings/")
    page.fill("#topsearch", "ven")
    page.press("#topsearch", "Enter")
    assert "Ven" in page.inner_text(".hits")
    page.click(".person > summary")
    page.click("button.logout")
    page.goto(live_server.url + "/settings/")
    assert "/accounts/login/" in page.url
    page.context.close()
