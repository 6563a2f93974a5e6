"""What is typed is said back before it is saved: in the log bar, for minutes and for numbers; keys choose kinds."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from crm.models import Meeting
from projects.models import Benefit

NBSP = "\u00a0"


@pytest.fixture
def page(live_world, signed_in):
    live_world.advisor.choose(language="sv")
    return signed_in(live_world.advisor)


def test_a_meeting_is_logged_from_the_bar_with_its_time(live_server, live_world, page):
    at = timezone.now()
    words = {"by": live_world.advisor, "at": at, "starts_at": at - timedelta(days=9), "kind": "phone"}
    Meeting.log(clients=[live_world.client], contact_minutes=60, **words)
    page.goto(live_server.url)
    page.keyboard.press("m")
    page.keyboard.type("klarvik igår 10 45 min")
    expect(page.locator("#whom_echo")).to_contain_text("10:00–10:45")
    page.keyboard.press("Enter")
    note = page.get_by_label("Anteckning")
    expect(note).to_be_focused()
    page.keyboard.type("Gick igenom planen 2 gånger.")
    expect(page.locator("[name=kind]:checked")).to_have_value("phone")
    page.keyboard.press("Alt+2")
    expect(page.locator("[name=kind]:checked")).to_have_value("video")
    expect(note).to_be_focused()
    page.locator("#id_travel").fill("1h30")
    expect(page.locator("[data-minutes-sum]")).to_have_text(f"2{NBSP}tim{NBSP}15{NBSP}min")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").get_by_text("Mötet är sparat.")).to_be_visible()
    made = Meeting.objects.latest("pk")
    assert (made.kind, made.contact_minutes, made.travel_minutes) == ("video", 45, 90)
    assert made.note == "Gick igenom planen 2 gånger."


def test_an_amount_with_its_unit_is_said_and_saved_as_meant(live_server, live_world, page):
    page.goto(f"{live_server.url}/crm/clients/{live_world.client.pk}/change/")
    page.locator("#id_turnover_sek").fill("1,5 mkr")
    expect(page.locator("#id_turnover_sek_echo")).to_have_text("1 500 000 kronor".replace(" ", NBSP))
    page.locator("#id_employees").fill("många")
    expect(page.locator("#id_employees_echo")).to_have_text("”många” är inget tal.")
    page.locator("#id_employees").fill("14")
    expect(page.locator("#id_employees_echo")).to_have_text("")
    page.locator("[data-submit]").click()
    page.wait_for_url(f"**/crm/clients/{live_world.client.pk}/")
    live_world.client.organisation.refresh_from_db()
    organisation = live_world.client.organisation
    assert (organisation.turnover_sek, organisation.employees) == (1_500_000, 14)


def test_a_benefit_keeps_its_comma(live_server, live_world, signed_in):
    live_world.lead.choose(language="sv")
    page = signed_in(live_world.lead)
    page.goto(f"{live_server.url}/projects/{live_world.project.pk}/benefits/add/")
    page.locator("#id_measure").fill("Resor")
    page.locator("#id_kind").select_option(index=1)
    page.locator("#id_baseline").fill("1,5")
    page.locator("[data-submit]").click()
    page.wait_for_url(f"**/projects/{live_world.project.pk}/")
    assert str(Benefit.objects.get().baseline) == "1.50"
