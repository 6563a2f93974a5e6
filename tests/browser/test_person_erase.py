"""The page on which a person is erased, read by axe at the desk and on a phone."""

import pytest
from playwright.sync_api import expect

from contacts.models import Person
from crm.models import Meeting
from tests.browser.page import check_page
from tests.world import NOW, contact


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_passes_axe_and_erases(live_server, live_world, signed_in, language):
    her = contact("Kanarina Fågelström", live_world.client)
    Meeting.log(by=live_world.advisor, at=NOW, people=[her], kind="video", subject="Test", starts_at=NOW, note="Hon")
    live_world.administrator.language = language
    live_world.administrator.save()
    page = signed_in(live_world.administrator)
    check_page(page, f"{live_server.url}/contacts/people/{her.pk}/erase/")
    page.select_option("select[name=ground]", "objection")
    page.check("input[name=is_sure]")
    page.locator("form.sheetform button.primary").click()
    expect(page.locator("#h-toread")).to_be_visible()
    assert not Person.objects.exists()
    check_page(page, f"{live_server.url}/")
