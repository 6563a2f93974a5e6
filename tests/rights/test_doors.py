"""Closed by default: whatever takes a change, and every operation of the API, is a verb of docs/rights.md."""

from collections.abc import Iterator

import pytest
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from tests.rights.declared import Cast
from tests.rights.nouns import NOUNS
from tests.rights.of_accounts import OPEN
from tests.rights.table import TABLE, UNSIGNED
from tests.rights.test_table import undone

DOORS = {
    (door.method, door.name): door for noun in NOUNS.values() for verb in noun.verbs.values() for door in verb.doors
}
OPEN_NAMES = set().union(*OPEN.values())
# An address of each kind that leads to no record.
GIVEN = {"IntConverter": 1, "UUIDConverter": "0b5cf0a1-3d8f-4c53-9d3e-0d4a3c1f2b6a", "SlugConverter": "csv"}
NAMED = {"row": "1", "pk": "1", "uidb36": "1"}


@pytest.fixture
def cast(db):
    return Cast.gathered()


def routes(resolver=None, before="", space="") -> Iterator[tuple[str, str, URLPattern]]:
    """(name, an address of that route, the route)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, before + str(pattern.pattern), inner)
        elif pattern.name:
            yield f"{space}{pattern.name}", address(f"{space}{pattern.name}", pattern), pattern


def address(name, pattern):
    converters = pattern.pattern.converters
    given = {key: GIVEN.get(type(one).__name__, "x") for key, one in converters.items()}
    return reverse(name, kwargs=given or {key: NAMED.get(key, "x-y") for key in pattern.pattern.regex.groupindex})


def operations():
    """(method, name) of every operation of the API."""
    for name, _url, pattern in routes():
        for method in getattr(pattern.callback, "actions", None) or {}:
            if method != "head":
                yield method, name


def test_every_address_that_takes_a_change_is_a_verb_of_the_table(cast):
    """It takes one when it does not say 405 to a POST; asked as an administrator, of a record that is not there."""
    browser = Browser(raise_request_exception=False)
    takes = set()
    for name, url, _route in routes():
        if not name.startswith("api:"):
            with undone():
                browser.force_login(cast.people["administrator"])
                if browser.post(url).status_code != 405:
                    takes.add(name)
    assert takes - {name for method, name in DOORS if method == "post"} - OPEN_NAMES == set()


def test_every_operation_of_the_api_is_a_verb_of_the_table():
    assert set(operations()) - set(DOORS) == set()


def test_every_door_of_the_table_is_there():
    names = {name for name, _url, _route in routes()}
    assert {name for _method, name in DOORS} - names == set()
    assert {method for method, name in DOORS if name.startswith("api:")} <= {"get", "post", "patch", "delete"}
    assert {door for door in DOORS if door[1].startswith("api:")} - set(operations()) == set()


def test_what_is_open_without_signing_in_is_what_the_table_says(db):
    """Every other address sends a stranger to sign in, and a program without a token away."""
    assert {verb for noun, verb in TABLE if noun == UNSIGNED} == set(OPEN)
    browser = Browser()
    opened = set()
    for name, url, _route in routes():
        for method in ("get", "post"):
            answer = getattr(browser, method)(url)
            sent_away = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=")
            if not sent_away and answer.status_code not in {401, 405}:
                opened.add(name)
    assert opened == OPEN_NAMES


def test_an_account_is_not_made_by_a_stranger(db):
    typed = {"email": "nisse@fyr.example", "password1": "fyrens-nya-sken-43", "password2": "fyrens-nya-sken-43"}
    Browser().post(reverse("account_signup"), typed)
    assert not User.objects.exists()
