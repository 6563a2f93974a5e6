"""What is typed from the key that opens a form until it is there: held, for that form alone, pressed in its order."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from crm.models import Meeting
from tests.browser.conftest import session_of
from tests.browser.page import kept, stored
from tests.product import until
from tests.world import client_named

NOTE = "Talat om patent"


@pytest.fixture
def at(live_server, live_world, signed_in):
    """A page of the manager's, who may do everything; its device has its key."""
    page = signed_in(live_world.manager)

    def go(name, *args, query=""):
        page.goto(live_server.url + reverse(name, args=args) + query)
        page.wait_for_load_state("networkidle")
        return page

    return go


@pytest.fixture
def slowly(at):
    """`let_go = slowly(page)`: the forms that are asked for in place wait until `let_go()`."""

    def hold(page: Page):
        waiting: list[Route] = []
        let_go = False

        def later(route: Route) -> None:
            if let_go or "x-panel" not in route.request.headers:
                route.fallback()
            else:
                waiting.append(route)

        def go() -> None:
            nonlocal let_go
            let_go = True
            for route in waiting:
                route.fallback()

        page.route("**/*", later)
        return go

    return hold


def pressed(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def typed(page: Page) -> str:
    """All that stands in the page's fields."""
    texts: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('input:not([type=hidden]), textarea')].map((one) => one.value)"
    )
    return "".join(texts)


def again(page: Page, url: str, user: User, name: str) -> None:
    """Signed in again, on the device where she was signed out."""
    page.context.add_cookies([{"name": name, "value": session_of(user), "url": url}])


def test_no_key_reaches_the_page_that_is_left(at, slowly):
    """Nor opens the row that has the focus."""
    page = at("crm:client_list")
    page.keyboard.press("j")
    expect(page.locator("tbody [aria-current=true] a, tbody[data-rows] a").first).to_be_focused()
    let_go = slowly(page)
    page.keyboard.press("c")
    page.keyboard.type("Ny AB")
    pressed(page, "Enter", "ArrowDown", "End", "Escape", "Control+Enter")
    expect(page.locator("tbody [aria-current=true] a, tbody[data-rows] a").first).to_be_focused()
    let_go()
    expect(page.get_by_role("dialog").get_by_label("Name", exact=True)).to_have_value("Ny AB")
    assert page.url.endswith(reverse("crm:client_list"))


def test_what_is_mended_on_the_way_is_mended_and_lines_are_lines(at, live_world, slowly):
    page = at("crm:client_detail", live_world.client.pk)
    let_go = slowly(page)
    page.keyboard.press("m")
    page.keyboard.type("Rinng")
    pressed(page, "Backspace", "Backspace", "g", "Enter")
    page.keyboard.type("Maja")
    let_go()
    expect(page.get_by_role("dialog").get_by_label("Note")).to_have_value("Ring\nMaja")
    expect(page.get_by_role("dialog").get_by_text("Draft saved")).to_be_visible()


def test_tab_goes_on_to_the_next_field(at, slowly):
    page = at("crm:task_list")
    let_go = slowly(page)
    page.keyboard.press("n")
    page.keyboard.type("Ring Maja")
    page.keyboard.press("Tab")
    page.keyboard.type("fre")
    let_go()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_label("What")).to_have_value("Ring Maja")
    expect(panel.locator(":focus")).to_have_value("fre")


@pytest.mark.usefixtures("quietly")
def test_signed_out_meanwhile_the_words_wait_sealed_for_their_form(at, live_server, live_world, slowly, settings):
    page = at("crm:task_list")
    Session.objects.all().delete()
    let_go = slowly(page)
    page.keyboard.press("n")
    page.keyboard.type("Ring Maja")
    let_go()
    page.keyboard.type(" nu")
    page.wait_for_url("**/accounts/login/**")
    expect(page.get_by_text("You are signed out. What you typed is kept on this device")).to_be_visible()
    assert typed(page) == ""
    on_device = stored(page) + page.evaluate("() => JSON.stringify({...sessionStorage})")
    assert ("Maja" in on_device, kept(page)) == (False, 1)
    again(page, live_server.url, live_world.manager, settings.SESSION_COOKIE_NAME)
    page = at("crm:today")
    expect(page.locator("[data-on-device]").get_by_text("Ring Maja nu")).to_be_visible()
    # Another's form is not theirs.
    page = at("crm:client_open")
    expect(page.locator("[data-typed-before]")).to_have_count(0)
    page = at("crm:task_create")
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("What")).to_have_value("Ring Maja nu")
    expect(page.locator("[data-typed-before]")).to_have_count(0)


@pytest.mark.usefixtures("quietly")
def test_signed_out_after_enter_in_the_log_bar_the_words_are_brought_back_into_the_note(
    at, live_server, live_world, slowly, settings
):
    page = at("crm:today")
    page.locator("#whom").fill("klarv")
    Session.objects.all().delete()
    let_go = slowly(page)
    page.keyboard.press("Enter")
    page.keyboard.type(NOTE)
    let_go()
    page.wait_for_url("**/accounts/login/**")
    assert typed(page) == ""
    again(page, live_server.url, live_world.manager, settings.SESSION_COOKIE_NAME)
    page = at("crm:today")
    page.locator("[data-on-device]").get_by_role("link", name="Go on in its form").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value(NOTE)
    until(lambda: kept(page) == 0)


@pytest.mark.usefixtures("quietly")
def test_where_nothing_can_be_kept_she_stays_and_is_told_her_words(at, slowly):
    page = at("crm:task_list")
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page = at("crm:task_list")
    Session.objects.all().delete()
    let_go = slowly(page)
    page.keyboard.press("n")
    page.keyboard.type("Ring Maja")
    let_go()
    told = page.get_by_role("status").get_by_text("You are signed out. What you typed could not be kept: “Ring Maja”")
    expect(told).to_be_visible()
    told.get_by_role("link").click()
    page.wait_for_url("**/accounts/login/**")
    assert typed(page) == ""


@pytest.mark.usefixtures("quietly")
def test_without_a_network_she_stays_and_what_she_typed_waits_for_the_form(at):
    page = at("crm:task_list")
    page.context.set_offline(True)
    page.keyboard.press("n")
    page.keyboard.type("Ring Maja")
    told = page.get_by_role("status")
    expect(told.get_by_text("The network is gone. Try again when it is back. What you typed is kept")).to_be_visible()
    assert page.url.endswith(reverse("crm:task_list"))
    page.context.set_offline(False)
    page.keyboard.press("n")
    panel = page.get_by_role("dialog")
    panel.get_by_role("button", name="Bring it back").click()
    expect(panel.get_by_label("What")).to_have_value("Ring Maja")


@pytest.mark.usefixtures("quietly")
def test_letters_typed_on_the_way_to_a_page_arrive_in_it(at):
    """The form cannot be brought, so that its page is opened instead."""
    page = at("crm:task_list")

    def fail(route: Route) -> None:
        if "x-panel" in route.request.headers:
            route.fulfill(status=503)
        else:
            route.fallback()

    page.route("**/*", fail)
    page.evaluate("""() => {
        const ask = window.fetch;
        window.fetch = (url, options) => options?.headers?.["X-Panel"]
            ? new Promise((done) => { window.go = done; }).then(() => ask(url, options)) : ask(url, options);
    }""")
    page.keyboard.press("n")
    page.keyboard.type("Mekanik")
    page.evaluate("() => window.go()")
    page.wait_for_url(f"**{reverse('crm:task_create')}")
    expect(page.get_by_label("What")).to_have_value("Mekanik")


@pytest.mark.parametrize("how", ["the first", "searched anew"])
def test_what_is_typed_after_a_search_that_finds_several_arrives_in_the_note_of_the_one_she_chooses(
    at, live_world, slowly, how
):
    client_named("Klarvik Energi AB")
    page = at("crm:today")
    page.locator("#whom").fill("klarv")
    let_go = slowly(page)
    page.keyboard.press("Enter")
    page.keyboard.type("Talat om")
    let_go()
    page.wait_for_url(f"**{reverse('crm:meeting_log')}?q=klarv")
    words = page.get_by_label("Goes on in the note")
    expect(words).to_be_focused()
    expect(words).to_have_value("Talat om")
    page.keyboard.type(" patent")
    assert page.locator("#whom").input_value() == "klarv"
    if how == "the first":
        pressed(page, "Tab", "Enter")
    else:
        page.locator("#whom").fill("klarvik diagn")
        page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Log meeting Klarvik Diagnostik AB")
    expect(panel.get_by_label("Note")).to_be_focused()
    expect(panel.get_by_label("Note")).to_have_value(NOTE)
    page.keyboard.type(" nu")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").get_by_text("Meeting saved.")).to_be_visible()
    assert [(one.note, *map(str, one.clients.all())) for one in Meeting.objects.all()] == [
        (f"{NOTE} nu", "Klarvik Diagnostik AB")
    ]
    assert kept(page) == 0


def test_what_is_typed_after_a_search_that_finds_nobody_goes_along_and_into_the_form_below(at, slowly):
    page = at("crm:today")
    page.locator("#whom").fill("ingen")
    let_go = slowly(page)
    page.keyboard.press("Enter")
    page.keyboard.type(NOTE)
    let_go()
    words = page.get_by_label("Goes on in the note")
    expect(words).to_have_value(NOTE)
    page.locator("#whom").fill("inget")
    page.keyboard.press("Enter")
    page.wait_for_url("**?q=inget")
    expect(words).to_have_value(NOTE)
    page.get_by_label("Subject").focus()
    expect(words).to_be_hidden()
    expect(page.get_by_label("Note", exact=True)).to_have_value(NOTE)


def test_left_before_she_chose_the_words_are_on_today(at, slowly):
    client_named("Klarvik Energi AB")
    page = at("crm:today")
    page.locator("#whom").fill("klarv")
    let_go = slowly(page)
    page.keyboard.press("Enter")
    page.keyboard.type(NOTE)
    let_go()
    expect(page.get_by_label("Goes on in the note")).to_have_value(NOTE)
    page = at("crm:today")
    page.locator("[data-on-device]").get_by_role("link", name="Go on in its form").click()
    expect(page.get_by_label("Goes on in the note")).to_have_value(NOTE)
    assert (kept(page), "patent" in stored(page)) == (1, False)


def test_after_escape_from_the_log_bars_panel_the_bars_words_are_chosen(at, live_world):
    page = at("crm:today")
    page.keyboard.press("m")
    page.keyboard.type("klarv")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_label("Note")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    bar = page.locator("#whom")
    assert bar.evaluate("(one) => [one.selectionStart, one.selectionEnd]") == [0, len("klarv")]
    pressed(page, "Control+a", "o")
    expect(bar).to_have_value("o")


def test_search_opens_over_a_panel(at, live_world):
    page = at("crm:task_list")
    page.keyboard.press("n")
    panel = page.get_by_role("dialog")
    expect(panel.get_by_label("What")).to_be_focused()
    page.keyboard.type("Ring Maja")
    page.keyboard.press("Control+k")
    palette = page.locator("dialog.palette")
    page.keyboard.type("klarvik")
    expect(palette.get_by_role("option", name="Klarvik Diagnostik AB").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_have_count(0)
    expect(panel.get_by_label("What")).to_be_focused()
    expect(panel.get_by_label("What")).to_have_value("Ring Maja")
