"""No key eats what is typed: where the focus is after each key that opens something, and when single keys are off."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from crm.models import Meeting
from tests.world import client_named, contact

FOCUSED = "() => document.activeElement.getAttribute('name') ?? document.activeElement.tagName.toLowerCase()"


@pytest.fixture
def at(live_server, live_world, signed_in):
    """A page of the manager's, who may do everything."""
    page = signed_in(live_world.manager)

    def go(name, *args, query=""):
        page.goto(live_server.url + reverse(name, args=args) + query)
        return page

    return go


@pytest.mark.parametrize(
    ("name", "key", "field"),
    [
        ("crm:client_list", "c", "name"),
        ("crm:client_detail", "n", "text"),
        ("crm:client_detail", "e", "name"),
        ("contacts:organisation_list", "c", "name"),
        ("contacts:organisation_detail", "e", "name"),
        ("contacts:person_detail", "e", "name"),
        ("crm:task_list", "n", "text"),
        ("projects:project_detail", "e", "title"),
        ("projects:project_detail", "u", "summary"),
        ("projects:project_detail", "g", "verdict"),
        ("reports:schedule_list", "c", "name"),
    ],
)
def test_each_key_opens_a_form_with_the_focus_in_its_first_field(at, live_world, name, key, field):
    person = contact("Maja Törnqvist", live_world.client)
    rows = {"client": live_world.client, "organisation": live_world.client.organisation, "person": person}
    noun = name.partition(":")[2].partition("_")[0]
    row = rows.get(noun, live_world.project)
    page = at(name, *([row.pk] if name.endswith("detail") else []))
    before = page.url
    page.keyboard.press(key)
    page.wait_for_function(f"(field) => ({FOCUSED})() === field", arg=field)
    expect(page.get_by_role("dialog").locator(":focus")).to_have_count(1)
    # The page stays where it is under its form.
    assert page.url == before
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(f"main [data-key={key}]")).to_be_focused()


def test_letters_typed_at_once_after_the_key_arrive_in_the_panel(at, live_world):
    page = at("crm:client_detail", live_world.client.pk)
    page.keyboard.press("m")
    page.keyboard.type("imorgon")
    expect(page.get_by_role("dialog").get_by_label("Note")).to_have_value("imorgon")
    # Nothing is on its way when the database is emptied.
    expect(page.get_by_role("dialog").get_by_text("Draft saved")).to_be_visible()
    assert page.url.endswith(reverse("crm:client_detail", args=[live_world.client.pk]))


@pytest.mark.parametrize("delay", [0, 60, 150])
def test_letters_typed_after_a_key_that_opens_a_form_arrive_in_its_field(at, delay):
    page = at("crm:task_list")
    page.keyboard.press("n")
    page.keyboard.type("Mekanik i Umea", delay=delay)
    expect(page.get_by_role("dialog").get_by_label("What")).to_have_value("Mekanik i Umea")


def test_letters_typed_after_enter_in_the_log_bar_arrive_in_the_note(at, live_world):
    page = at("crm:today")
    page.keyboard.press("m")
    page.keyboard.type(live_world.client.organisation.name)
    page.keyboard.press("Enter")
    page.keyboard.type("Mekanik", delay=60)
    expect(page.get_by_role("dialog").get_by_label("Note")).to_have_value("Mekanik")
    expect(page.get_by_role("dialog").get_by_text("Draft saved")).to_be_visible()


def test_single_keys_are_off_on_a_form_that_has_been_typed_in(at):
    page = at("crm:task_create")
    page.keyboard.type("imorgon")
    page.locator("h1").click()
    page.keyboard.press("m")
    page.keyboard.press("m")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("What")).to_have_value("imorgon")


def test_no_key_is_a_command_while_a_composition_is_open(at):
    page = at("crm:task_list")
    page.evaluate("""() => document.body.dispatchEvent(new KeyboardEvent("keydown",
        {key: "n", isComposing: true, bubbles: true, cancelable: true}))""")
    page.evaluate("""() => document.body.dispatchEvent(new KeyboardEvent("keydown",
        {key: "n", keyCode: 229, bubbles: true, cancelable: true}))""")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tasks")
    assert page.url.endswith(reverse("crm:task_list"))


def test_after_a_search_in_the_log_bar_the_focus_is_in_the_note(at, live_world):
    page = at("crm:today")
    page.keyboard.press("m")
    page.keyboard.type("klarv")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()


def test_after_a_search_that_finds_several_the_focus_is_on_the_first(at, live_world):
    client_named("Klarvik Energi AB")
    page = at("crm:meeting_log", query="?q=klarv")
    expect(page.locator("ul[data-rows] a").first).to_be_focused()


def test_the_filter_menu_is_entered_used_and_left_by_keyboard(at):
    page = at("crm:client_list")
    page.keyboard.press("f")
    expect(page.get_by_role("combobox", name="Lead advisor")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".filterpop")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".filterpop")).to_be_hidden()
    expect(page.locator("summary[data-key=f]")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if not page.locator(".filterpop").is_visible():
            break
    expect(page.locator(".filterpop")).to_be_hidden()
    assert page.evaluate("() => document.activeElement !== document.body")


def test_escape_shuts_the_panel_and_gives_the_focus_back(at, live_world):
    meeting = Meeting.log(by=live_world.manager, at=timezone.now(), kind="video", starts_at=timezone.now(),
                          clients=[live_world.client])  # fmt: skip
    page = at("crm:meeting_detail", meeting.pk)
    page.keyboard.press("e")
    expect(page.get_by_role("dialog").get_by_label("Note")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("a[data-key=e]")).to_be_focused()


def test_a_refused_form_begins_in_the_field_that_is_wrong(at, quietly):
    page = at("projects:project_start")
    page.locator("#id_title").fill("Ny")
    page.locator("#id_starts_on").fill("")
    page.locator("[data-submit]").evaluate("(one) => { one.form.noValidate = true; }")
    page.locator("[data-submit]").click()
    expect(page.locator("#id_starts_on")).to_be_focused()
