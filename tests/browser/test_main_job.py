"""The main job in a real browser: find a client, log a meeting by keyboard alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from contacts.models import Person
from crm.models import Meeting, Task
from tests.browser.page import check_page, sign_in
from tests.world import PASSWORD, client_named, contact


def test_a_meeting_is_found_logged_and_seen_without_a_mouse(live_server, live_world, signed_in):
    contact("Maja Törnqvist", live_world.client)
    page = signed_in(live_world.advisor)
    page.goto(live_server.url)
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
    expect(page.get_by_label("Next step 2")).to_be_visible()
    expect(page.get_by_label("Next step 3")).to_be_hidden()
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
    again.goto(live_server.url)
    again.get_by_role("link", name="Klarvik Diagnostik AB").first.click()
    expect(again.get_by_label("Note", exact=True)).to_have_value("Halvvägs genom tanken")


LONG = "Regionutvecklingsförvaltningens innovationsupphandlingssamordningsorganisation AB"


@pytest.fixture
def rows(live_world):
    """Something on every page of the advisor's: held, not logged and coming meetings, tasks, people, words too long."""
    now, advisor = timezone.now(), live_world.advisor
    other = client_named(LONG, lead=advisor, last_contact_on=timezone.localdate() - timedelta(days=90))
    maja = contact("Maja Törnqvist-Regionutvecklingsdirektörssekreterare", live_world.client, "Verksamhetsutvecklare")
    common = {"by": advisor, "at": now, "people": [maja], "services": ["ipr", "other"]}
    for days, state, client in ((-30, "held", live_world.client), (-1, "planned", other), (1, "planned", other)):
        values = {"starts_at": now + timedelta(days=days), "contact_minutes": 45, "place": "Hos oss", "state": state}
        Meeting.log(kind="video", subject=LONG, clients=[client], note="- Ett\n- Två", **values, **common)
    for days in (-4, 0, 9):
        Task.add(by=advisor, at=now, text=LONG, owner=advisor, client=other, due_on=now.date() + timedelta(days=days))
    live_world.client.organisation.change({"tags": ["diagnostik"], "summary": LONG}, by=advisor, at=now)
    return live_world


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_advisors_pages_are_readable_by_all_with_rows(live_server, rows, signed_in, language):
    rows.advisor.choose(language=language)
    page = signed_in(rows.advisor)
    meeting, client = Meeting.objects.get(state="held").pk, rows.client.pk
    task, person = Task.objects.first().pk, Person.objects.first().pk
    organisation = rows.client.organisation_id
    for path in [
        "",
        "crm/tasks/?whose=all",
        f"crm/tasks/{task}/change/",
        "crm/meetings/",
        f"crm/meetings/{meeting}/",
        f"crm/meetings/{meeting}/change/",
        "crm/clients/",
        f"crm/clients/{client}/",
        f"crm/clients/{client}/change/",
        f"crm/clients/{client}/move/",
        "crm/clients/open/",
        "contacts/organisations/",
        f"contacts/organisations/{organisation}/",
        "contacts/people/",
        f"contacts/people/{person}/",
        "contacts/communities/",
    ]:
        check_page(page, f"{live_server.url}/{path}")


@pytest.mark.parametrize("path", ["/", "/crm/tasks/", "/crm/meetings/", "/crm/meetings/log/", "/crm/imports/new/"])
def test_the_advisors_pages_are_readable_by_all(live_server, live_world, signed_in, path):
    page = signed_in(live_world.advisor)
    check_page(page, f"{live_server.url}{path}")


def test_keys_walk_the_rows_open_them_and_do_them(live_server, rows, signed_in):
    page = signed_in(rows.advisor)
    page.goto(f"{live_server.url}/crm/tasks/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Change task")).to_be_visible()
    page.goto(f"{live_server.url}/crm/tasks/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.get_by_role("status").get_by_text("Done:")).to_be_visible()
    assert Task.objects.exclude(done_at=None).count() == 1


def test_a_meeting_without_a_client_begins_with_whom(live_server, live_world, signed_in):
    page = signed_in(live_world.advisor)
    page.goto(f"{live_server.url}/crm/tasks/")
    page.keyboard.press("m")
    whom = page.get_by_label("Who did you meet?").first
    expect(whom).to_be_focused()
    page.keyboard.type("klarv")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Note", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Klarvik Diagnostik AB")).to_be_visible()
    page.goto(live_server.url)
    page.keyboard.press("m")
    expect(page.get_by_role("textbox", name="Who did you meet?")).to_be_focused()


def test_an_auditor_is_offered_nothing_to_log(live_server, live_world, signed_in):
    page = signed_in(live_world.auditor, width=390)
    page.goto(f"{live_server.url}/crm/tasks/")
    expect(page.locator(".tabbar a")).to_have_text(["Today", "Clients", "Portfolio", "More"])
    check_page(page, f"{live_server.url}/crm/tasks/")


def test_the_lists_are_sorted_and_filtered_without_javascript(live_server, rows, browser):
    page = browser.new_context(java_script_enabled=False, locale="en").new_page()
    sign_in(page, live_server.url, rows.advisor.email, PASSWORD)
    page.goto(f"{live_server.url}/crm/tasks/")
    expect(page.locator("tbody td.num").first).to_have_text("4 days late")
    page.get_by_role("link", name="Due").click()
    expect(page.locator("tbody td.num").last).to_have_text("4 days late")
    page.goto(f"{live_server.url}/crm/meetings/")
    page.get_by_role("combobox", name="State").select_option("held")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.context.close()


@pytest.mark.parametrize("path", ["/reports/", "/reports/new/"])
def test_the_reports_pages_are_readable_by_all(live_server, live_world, signed_in, path):
    page = signed_in(live_world.manager)
    check_page(page, f"{live_server.url}{path}")


def test_the_panel_is_readable_by_all(live_server, live_world, signed_in):
    contact("Maja Törnqvist", live_world.client)
    page = signed_in(live_world.advisor)
    check_page(page, f"{live_server.url}/crm/meetings/log/?client={live_world.client.pk}")
