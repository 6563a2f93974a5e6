"""Every parameter and field of every page answers hostile text in words: nothing breaks, whatever is sent."""

from datetime import date

import pytest
from django.test import Client as Browser

from accounts.models import Role, User
from demo.region import Size, build
from tests.hostile import broken_by_all, broken_by_names, broken_fields, broken_parameters, pages
from tests.walk import Watching


@pytest.fixture
def walker(db, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.walk.Watching"]
    build(date(2026, 11, 17), Size(meetings=20, projects=3))
    browser = Browser(raise_request_exception=False)
    browser.force_login(User.objects.filter(role=Role.ADMINISTRATOR).first())
    return browser


def test_no_parameter_and_no_field_breaks_a_page(walker):
    found = pages(walker)
    asked, broken = broken_parameters(walker, found, most=1)
    sent, broken_by_form = broken_fields(walker, found, most=1)
    at_once, broken_at_once = broken_by_all(walker, found, most=9)
    named, broken_by_name = broken_by_names(walker, found)
    assert broken + broken_by_form + broken_at_once + broken_by_name == []
    assert (len(found) > 60, asked > 100, sent > 300, at_once > 300, named > 100) == (True, True, True, True, True)


def test_the_walk_knows_what_a_view_asks_of_its_form_also_what_the_page_did_not_offer(walker):
    walker.post("/crm/meetings/log/", {"kind": "video"})
    assert {"projects", "people", "clients"} <= Watching.asked[1]
