"""The clients list: views, filters, sorts, pages, counts, empty states, exports, and its constant cost."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.utils import timezone

from contacts.models import Organisation
from crm.models import Client, Meeting, Task
from tests.world import client_named

LIST = "/crm/clients/"


def names(response) -> list[str]:
    return [row.name for row in response.context["list"].rows]


@pytest.fixture
def browser(client, world):
    client.force_login(world.advisor)
    return client


def test_the_list_shows_stage_contact_next_step_and_hours(browser, world):
    today = timezone.localdate()
    Client.objects.update(last_contact_on=today - timedelta(days=3))
    Organisation.objects.update(employees=14)
    Task.objects.create(client=world.client, text="Skicka lista", due_on=today - timedelta(days=4))
    meeting = Meeting.objects.create(kind="video", starts_at=timezone.now(), contact_minutes=60, travel_minutes=30)
    meeting.clients.add(world.client)
    page = browser.get(LIST)
    row = page.context["list"].rows[0]
    assert (row.name, row.municipality, row.stage, row.size) == ("Klarvik Diagnostik AB", "Lund", "Active", "Small")
    assert (row.step, row.due, row.due_css, row.hours) == ("Skicka lista", "4 days late", " late", "1.5")
    html = page.content.decode()
    assert "4 days late" in html
    assert "3 d</span>" in html


def test_a_hidden_client_is_neither_listed_nor_counted(browser, world):
    client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    page = browser.get(LIST)
    assert names(page) == ["Klarvik Diagnostik AB"]
    assert page.context["list"].count == "1 client"


def test_hours_of_a_meeting_with_a_hidden_client_are_not_added(browser, world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    meeting = Meeting.objects.create(kind="video", starts_at=timezone.now(), contact_minutes=60)
    meeting.clients.add(world.client, hidden)
    assert browser.get(LIST).context["list"].rows[0].hours == ""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=klar", ["Klarvik Diagnostik AB"]),
        ("q=diag+kla", ["Klarvik Diagnostik AB"]),
        ("q=ANGW", ["Ångwave AB"]),
        ("q=ångwave", ["Ångwave AB"]),
        ("q=5599140", ["Ångwave AB"]),
        ("q=559914-02", ["Ångwave AB"]),
        ("q=vik", []),
        ("q=%26%7C%21%3A*", []),
        ("lead=me", ["Klarvik Diagnostik AB"]),
        ("lead=none", []),
        ("lead=nonsense", []),
        ("stage=enquiry", ["Ångwave AB"]),
        ("stage=enquiry&stage=active", ["Klarvik Diagnostik AB", "Ångwave AB"]),
        ("municipality=0482", ["Ångwave AB"]),
        ("domain=medtech", ["Ångwave AB"]),
        ("size=micro", ["Ångwave AB"]),
        ("size=small", []),
        ("quiet=60", ["Klarvik Diagnostik AB"]),
        ("quiet=60&stage=enquiry", []),
        ("opened_after=2026-01-01", ["Ångwave AB"]),
        ("sort=-name", ["Ångwave AB", "Klarvik Diagnostik AB"]),
        ("sort=-contact", ["Ångwave AB", "Klarvik Diagnostik AB"]),
        ("sort=contact", ["Klarvik Diagnostik AB", "Ångwave AB"]),
    ],
)
def test_filters_and_sorts_are_in_the_address(browser, world, query, found):
    other = client_named("Ångwave AB", lead=world.colleague, stage="enquiry", last_contact_on=timezone.localdate())
    Client.objects.filter(pk=other.pk).update(opened_on=date(2026, 3, 1))
    Organisation.objects.filter(pk=other.organisation_id).update(
        number="559914-0208", number_scheme="orgnr", municipality="0482", domains=["medtech"], employees=3
    )
    assert sorted(names(browser.get(f"{LIST}?{query}"))) == sorted(found)
    if "sort" in query:
        assert names(browser.get(f"{LIST}?{query}")) == found


def test_a_sole_traders_number_is_not_found_by_typing_it(browser, world):
    Organisation.objects.update(number="850101-1236", number_scheme="personal")
    assert names(browser.get(f"{LIST}?q=850101")) == []


def test_views_stand_as_tabs_with_their_counts(browser, world):
    client_named("Ny AB", lead=world.colleague, stage="dormant", opened_on=timezone.localdate())
    tabs = browser.get(f"{LIST}?lead=me&stage=active&stage=assessment&stage=enquiry").context["list"].tabs
    assert [(tab.label, tab.count, tab.is_current) for tab in tabs] == [
        ("My active clients", "1", True),
        ("Gone quiet", "1", False),
        ("New this quarter", "1", False),
        ("All", "2", False),
    ]


def test_each_filter_in_force_is_a_chip_that_can_be_taken_away(browser, world):
    listing = browser.get(f"{LIST}?stage=active&quiet=60&sort=contact").context["list"]
    chips = [(chip.label, chip.value, chip.without) for chip in listing.chips]
    assert chips == [
        ("Stage", "Active", "quiet=60&sort=contact"),
        ("No contact for", "60 days", "stage=active&sort=contact"),
    ]
    assert listing.count == "1 of 1 client"


def test_filtered_to_nothing_names_the_filter_and_offers_to_take_it_away(browser, world):
    html = browser.get(f"{LIST}?stage=declined").content.decode()
    assert "No client matches" in html
    assert "Declined" in html
    assert "Show all clients" in html


def test_a_broken_filter_value_does_not_break_the_page(browser, world):
    assert names(browser.get(f"{LIST}?quiet=minus&stage=nonsense&team=x&after=zz&size=9")) == ["Klarvik Diagnostik AB"]


def test_without_clients_the_page_says_what_will_stand_here(browser, world):
    Client.objects.all().delete()
    html = browser.get(LIST).content.decode()
    assert "No clients yet" in html
    assert "/crm/clients/open/" in html


@pytest.mark.parametrize("sort", ["name", "-name", "contact", "-contact", "-opened"])
def test_pages_follow_each_other_without_gap_or_overlap(browser, world, sort):
    for number in range(120):
        contact = timezone.localdate() - timedelta(days=number // 7) if number % 3 else None
        client_named(f"Bolag {number:03}", last_contact_on=contact)
    seen, query = [], f"sort={sort}"
    while query:
        page = browser.get(f"{LIST}?{query}")
        seen += names(page)
        query = page.context["list"].next_query
    assert len(seen) == 121
    assert len(set(seen)) == 121


def test_only_the_rows_are_sent_after_a_filter(browser, world):
    part = browser.get(f"{LIST}?stage=active", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="rows">')
    assert "<html" not in part


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_queries_for_any_number_of_rows(browser, world, rows, django_assert_num_queries):
    for number in range(rows - 1):
        client_named(f"Bolag {number}", lead=world.advisor)
    browser.get(LIST)
    with django_assert_num_queries(10):
        browser.get(LIST)
    with django_assert_num_queries(6):
        browser.get(LIST, headers={"HX-Request": "true"})


def test_the_export_has_exactly_the_rows_in_view(browser, world):
    client_named("=1+1 AB", stage="enquiry")
    client_named("Annan AB", stage="dormant")
    response = browser.get("/crm/clients/export/csv/?stage=enquiry&stage=active")
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [line[0] for line in lines] == ["Client", "'=1+1 AB", "Klarvik Diagnostik AB"]


def test_the_workbook_keeps_strings_as_strings(browser, world):
    client_named("=1+1 AB", stage="enquiry")
    body = b"".join(browser.get("/crm/clients/export/xlsx/?stage=enquiry").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert [(cell.value, cell.data_type) for cell in sheet["A"]] == [("Client", "s"), ("=1+1 AB", "s")]


def test_an_unknown_export_is_not_found(browser):
    assert browser.get("/crm/clients/export/pdf/").status_code == 404
