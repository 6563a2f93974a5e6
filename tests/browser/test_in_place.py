"""A form opened in place, over the page she is on: what she types, how she leaves it, and when its page is opened."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from contacts.models import Organisation
from crm.models import Meeting, Task
from projects.models import StatusDraft
from tests.browser.page import check_state
from tests.world import client_named

KEPT = "() => Object.keys(localStorage).filter((name) => name.startsWith('fyr-kept-')).length"
FORGOTTEN = f"() => ({KEPT})() === 0"
NAMES = "() => [...document.querySelectorAll('[id], [for]')].map((one) => [one.id, one.getAttribute('for')])"


@pytest.fixture
def at(live_server, live_world, signed_in):
    """A page of the manager's, who may do everything."""
    page = signed_in(live_world.manager)

    def go(name, *args, query=""):
        page.goto(live_server.url + reverse(name, args=args) + query)
        page.wait_for_load_state("networkidle")
        return page

    return go


def opened(page: Page, key: str):
    """The panel that a key opens, with the focus in its first field."""
    page.keyboard.press(key)
    expect(page.locator("dialog.panel :focus:is(input, textarea, select)")).to_have_count(1)
    return page.get_by_role("dialog")


def closed(page: Page) -> None:
    expect(page.locator("dialog")).to_have_count(0)


def typed(page: Page, words: str) -> None:
    """Until they are safe on the device."""
    before = page.evaluate(KEPT)
    page.keyboard.type(words)
    page.wait_for_function(f"(before) => ({KEPT})() > before", arg=before)


def test_a_click_opens_in_place_and_the_panel_says_what_it_is(at, live_world):
    page = at("crm:client_detail", live_world.client.pk)
    page.locator("a[data-key=e]").click()
    panel = page.get_by_role("dialog", name="Edit facts Klarvik Diagnostik AB")
    expect(panel.get_by_label("Name", exact=True)).to_be_focused()
    assert panel.locator(".crumbs, h1, noscript").count() == 0
    panel.get_by_role("button", name="Close").click()
    closed(page)
    expect(page.locator("a[data-key=e]")).to_be_focused()


def test_a_click_with_control_opens_the_page_in_a_tab_of_its_own(at):
    page = at("crm:task_list")
    with page.context.expect_page() as other:
        page.locator("a[data-key=n]").click(modifiers=["Control"])
    assert other.value.url.endswith(reverse("crm:task_create"))
    closed(page)


def test_saved_she_is_where_the_page_would_have_led_her(at, live_world):
    page = at("crm:client_detail", live_world.client.pk)
    panel = opened(page, "n")
    page.keyboard.type("Ring Maja")
    panel.locator("[name=due_on]").fill("i morgon")
    expect(panel.locator("#id_due_on_echo")).not_to_be_empty()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").get_by_text("Added: Ring Maja")).to_be_visible()
    assert page.url.endswith(reverse("crm:client_detail", args=[live_world.client.pk]))
    assert [(task.text, task.client) for task in Task.objects.all()] == [("Ring Maja", live_world.client)]


def test_what_is_typed_is_offered_again_after_escape_and_brought_back(at):
    page = at("crm:task_list")
    opened(page, "n")
    page.keyboard.type("Ring Maja om avtalet")
    page.keyboard.press("Escape")
    closed(page)
    expect(page.locator("a[data-key=n]")).to_be_focused()
    panel = opened(page, "n")
    panel.get_by_role("button", name="Bring it back").click()
    expect(panel.get_by_label("What")).to_have_value("Ring Maja om avtalet")
    expect(panel.get_by_text("This is not saved yet.")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").get_by_text("Added: Ring Maja om avtalet")).to_be_visible()
    page.wait_for_function(FORGOTTEN)
    assert Task.objects.count() == 1


def test_cancel_means_it(at):
    page = at("crm:task_list")
    panel = opened(page, "n")
    typed(page, "Slask")
    panel.get_by_role("link", name="Cancel").click()
    closed(page)
    page.wait_for_function(FORGOTTEN)
    expect(opened(page, "n").get_by_label("What")).to_have_value("")


def test_what_was_brought_back_is_discarded_by_a_yes_and_closes(at):
    page = at("crm:task_list")
    opened(page, "n")
    typed(page, "Slask")
    page.keyboard.press("Escape")
    closed(page)
    panel = opened(page, "n")
    panel.get_by_role("button", name="Bring it back").click()
    page.once("dialog", lambda dialog: dialog.accept())
    panel.get_by_role("link", name="Discard").click()
    closed(page)
    page.wait_for_function(FORGOTTEN)


def test_where_nothing_can_be_kept_leaving_the_panel_asks(at):
    page = at("crm:task_list")
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page = at("crm:task_list")
    panel = opened(page, "n")
    page.keyboard.type("Ring Maja")
    expect(panel.locator("form[data-unkept]")).to_have_count(1)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.keyboard.press("Escape")
    expect(panel.get_by_label("What")).to_have_value("Ring Maja")
    assert asked == ["Discard what you have typed? It cannot be brought back."]
    page.once("dialog", lambda dialog: dialog.accept())
    panel.get_by_role("button", name="Close").click()
    closed(page)


@pytest.mark.usefixtures("quietly")
def test_refused_everything_typed_is_shown(at):
    page = at("crm:task_list")
    opened(page, "n")
    page.keyboard.type("Ring Maja")
    page.fill("[name=due_on]", "någon gång")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main .err").first).to_be_visible()
    expect(page.get_by_label("What")).to_have_value("Ring Maja")
    expect(page.locator("[name=due_on]")).to_be_focused()


@pytest.mark.usefixtures("quietly")
def test_changed_by_another_meanwhile_both_are_shown(at, live_world):
    page = at("contacts:organisation_detail", live_world.client.organisation.pk)
    opened(page, "e")
    page.fill("dialog [name=name]", "Klarvik AB")
    other = Organisation.objects.get(pk=live_world.client.organisation.pk)
    other.change({"name": "Klarvik Diagnostics"}, by=live_world.administrator, at=timezone.now())
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Somebody saved this record while you were writing.")).to_be_visible()
    expect(page.locator("main [name=name]")).to_have_value("Klarvik AB")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Klarvik AB")


def test_a_draft_is_saved_when_its_panel_is_left_and_gone_on_with(at, live_world):
    page = at("projects:project_detail", live_world.project.pk)
    opened(page, "u")
    page.keyboard.type("Halvvägs genom läget")
    page.keyboard.press("Escape")
    closed(page)
    panel = opened(page, "u")
    expect(panel.get_by_label("Summary")).to_have_value("Halvvägs genom läget")
    assert StatusDraft.objects.get().typed["summary"] == ["Halvvägs genom läget"]
    page.keyboard.type(" nu")
    expect(panel.get_by_text("Draft saved")).to_be_visible()
    expect(panel.get_by_text("another tab")).to_be_hidden()


def test_guesses_are_hers_when_she_says_so_in_the_panel(at, live_world):
    live_world.project.post_status(by=live_world.lead, at=timezone.now(), overall="on_track", time="on_track")
    page = at("projects:project_detail", live_world.project.pk)
    panel = opened(page, "u")
    told = panel.locator("[data-guesses] .guess")
    expect(told).to_have_text(["Overall: on track", "Time: on track"])
    panel.locator("[data-guess=overall] label", has_text="Watch").click()
    expect(told).to_have_text(["Time: on track"])


def test_the_parts_that_load_alone_do_so_in_the_panel_over_a_page_that_names_its_fields_alike(at, live_world):
    page = at("crm:client_list")
    names = page.evaluate(NAMES)
    panel = opened(page, "c")
    page.keyboard.type(live_world.client.organisation.name)
    expect(panel.locator("#alike")).to_contain_text("is a client already")
    # A label of the filter under it names no field of the panel.
    assert panel.get_by_label("Lead advisor").evaluate("(one) => one.labels.length") == 1
    page.keyboard.press("Escape")
    closed(page)
    assert page.evaluate(NAMES) == names
    page = at("reports:schedule_list")
    panel = opened(page, "c")
    panel.locator("[name=rhythm]").select_option("monthly")
    panel.locator("[name=day]").fill("3")
    panel.locator("[name=at_time]").fill("07:00")
    panel.locator("[name=at_time]").press("Tab")
    expect(panel.locator("#next li")).to_have_count(3)


def test_the_second_form_of_a_page_works_in_the_panel(at, live_world):
    Task.add(text="Ring", by=live_world.manager, at=timezone.now(), owner=live_world.manager)
    page = at("crm:task_list")
    page.keyboard.press("j")
    panel = opened(page, "Enter")
    expect(panel.get_by_label("What")).to_have_value("Ring")
    panel.get_by_role("button", name="Done").click()
    expect(page.get_by_role("status").get_by_text("Done: Ring")).to_be_visible()
    assert Task.objects.get().done_at is not None


def test_enter_in_the_log_bar_opens_the_form_of_the_one_client_over_today(at, live_world):
    page = at("crm:today")
    page.keyboard.press("m")
    page.keyboard.type("klarv i går 10:00")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Log meeting Klarvik Diagnostik AB")
    expect(panel.get_by_label("Note")).to_be_focused()
    expect(panel.locator("[name=day]")).to_have_value("i går 10:00")
    assert page.url.endswith(reverse("crm:today"))
    page.keyboard.press("Escape")
    closed(page)
    expect(page.locator("#whom")).to_be_focused()


def test_the_log_page_has_the_form_over_its_own(at, live_world):
    page = at("crm:meeting_log")
    page.locator("#whom").fill("klarv")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    expect(panel.get_by_label("Note")).to_be_focused()
    page.keyboard.type("Talat om patent")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").get_by_text("Meeting saved.")).to_be_visible()
    assert [(one.note, *one.clients.all()) for one in Meeting.objects.all()] == [("Talat om patent", live_world.client)]


def test_a_search_that_finds_several_or_none_opens_their_page(at, live_world):
    client_named("Klarvik Energi AB")
    for words in ("klarv", "ingen"):
        page = at("crm:today")
        page.locator("#whom").fill(words)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{reverse('crm:meeting_log')}?q={words}")
        closed(page)
    expect(page.get_by_text("No client is called “ingen”.")).to_be_visible()


@pytest.mark.usefixtures("quietly")
def test_what_is_no_form_of_hers_is_opened_as_a_page(at, live_world):
    task = Task.add(text="Ring", by=live_world.manager, at=timezone.now(), owner=live_world.manager)
    page = at("crm:task_list")
    Task.objects.filter(pk=task.pk).delete()
    page.get_by_role("link", name="Ring").click()
    page.wait_for_url(f"**{reverse('crm:task_change', args=[task.pk])}")
    page = at("crm:task_list")
    Session.objects.all().delete()
    page.keyboard.press("n")
    page.wait_for_url("**/accounts/login/**")


def test_opened_one_after_another_each_is_whole(at, live_world):
    page = at("crm:client_detail", live_world.client.pk)
    names = page.evaluate(NAMES)
    for key, label in [("e", "Number"), ("n", "What"), ("m", "Note"), ("e", "Website")]:
        expect(opened(page, key).get_by_label(label).first).to_be_visible()
        assert page.locator("dialog").count() == 1
        page.keyboard.press("Escape")
        closed(page)
    assert page.evaluate(NAMES) == names


def test_back_closes_the_panel_and_then_leaves_the_page(at, live_world):
    at("crm:client_list")
    page = at("crm:client_detail", live_world.client.pk)
    opened(page, "e")
    page.go_back()
    closed(page)
    expect(page.locator("a[data-key=e]")).to_be_focused()
    assert page.url.endswith(reverse("crm:client_detail", args=[live_world.client.pk]))
    # Closed by Esc, it leaves no step behind.
    opened(page, "e")
    page.keyboard.press("Escape")
    closed(page)
    page.evaluate("() => history.back()")
    page.wait_for_url(f"**{reverse('crm:client_list')}")


@pytest.mark.usefixtures("quietly")
def test_saved_in_a_tunnel_it_says_so_in_the_panel_and_is_sent_when_the_network_is_back(at, live_world):
    page = at("crm:task_list")
    panel = opened(page, "n")
    page.keyboard.type("Ring Maja")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(panel.get_by_text("Saved on this device; sent when it is back")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="Ring Maja")).to_be_visible()
    page.wait_for_function(FORGOTTEN)
    assert [one.text for one in Task.objects.all()] == ["Ring Maja"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("crm:client_list", "c"),
        ("crm:client_detail", "e"),
        ("crm:client_detail", "n"),
        ("contacts:organisation_list", "c"),
        ("projects:project_detail", "e"),
        ("projects:project_detail", "u"),
        ("projects:project_detail", "g"),
        ("reports:schedule_list", "c"),
    ],
)
def test_the_panel_passes_axe_and_fills_a_phone(at, live_world, name, key):
    live_world.manager.choose(language="sv")
    rows = {"client_detail": live_world.client.pk, "project_detail": live_world.project.pk}
    kind = name.partition(":")[2]
    page = at(name, *([rows[kind]] if kind in rows else []))
    opened(page, key)
    check_state(page, name)
    box = page.locator("dialog.panel").bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    assert page.evaluate("() => document.querySelector('dialog.panel .body').scrollWidth <= 390")


@pytest.mark.parametrize("key", ["e", "u"])
def test_the_verbs_stay_in_view_and_hide_no_field_that_has_the_focus(at, live_world, key):
    page = at("projects:project_detail", live_world.project.pk)
    page.set_viewport_size({"width": 1280, "height": 500})
    opened(page, key)
    foot = page.locator("dialog form > .actions").bounding_box()
    assert foot["y"] + foot["height"] == pytest.approx(500, abs=1)
    hidden = []
    for _ in range(60):
        page.keyboard.press("Tab")
        hidden += page.evaluate("""() => {
            const box = document.activeElement.getBoundingClientRect();
            const foot = document.querySelector("dialog form > .actions");
            const isUnder = box.bottom > foot.getBoundingClientRect().top + 1 && !foot.contains(document.activeElement);
            return document.activeElement.closest("dialog .body") && isUnder ? [document.activeElement.id] : [];
        }""")
    assert hidden == []
