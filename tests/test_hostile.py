"""Every parameter and field of every page answers hostile text in words: nothing breaks, whatever is sent."""

from datetime import date

import pytest
from django.test import Client as Browser

from accounts.models import Role, User
from demo.region import Size, build
from imports import staging
from tests.hostile import (
    broken_by_all,
    broken_by_names,
    broken_fields,
    broken_parameters,
    broken_paths,
    filled,
    pages,
    parameters,
)
from tests.walk import Watching
from tests.world import token_in_use


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
    at_once, broken_at_once = broken_by_all(walker, found, most=3)
    named, broken_by_name = broken_by_names(walker, found)
    assert broken + broken_by_form + broken_at_once + broken_by_name == []
    assert (len(found) > 60, asked > 100, sent > 300, at_once > 100, named > 100) == (True, True, True, True, True)


def test_the_walk_knows_what_a_view_asks_of_its_form_also_what_the_page_did_not_offer(walker):
    walker.post("/crm/meetings/log/", {"kind": "video"})
    assert {"projects", "people", "clients"} <= Watching.asked[1]


@pytest.fixture
def headers(walker):
    """A program's, of the administrator; an import of hers has a row to be decided."""
    by = User.objects.filter(role=Role.ADMINISTRATOR).first()
    staging.start("clients", "k.csv", b"Namn;Status\nNovis AB;Aktiv\n", by=by)
    return {"Authorization": f"Bearer {token_in_use(by)}"}


def test_no_key_in_any_address_breaks_a_page_or_the_api(walker, headers):
    asked, broken = broken_paths(walker, pages(walker), headers, most=2)
    assert broken == []
    assert asked > 600


def test_the_walk_asks_with_every_key_of_an_address_also_the_second():
    row = r"/api/v1/^imports/(?P<pk>[^/.]+)/rows/(?P<row>\d+)/$"
    assert (parameters(row), filled(row, {"pk": 2, "row": "²"})) == (["pk", "row"], "/api/v1/imports/2/rows/%C2%B2/")
    page = "/crm/imports/<int:pk>/left/<slug:form>/"
    assert (parameters(page), filled(page, {"form": "a/b"})) == (["pk", "form"], "/crm/imports/1/left/a%2Fb/")
