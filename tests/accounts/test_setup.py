"""The first visit of an empty instance makes its administrator, once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client as Browser

from accounts import first_visit
from accounts.models import Role, User
from tests.world import PASSWORD, World

EDIT = {"name": "Edit Lund", "email": "Edit@fyr.example", "password": PASSWORD}


def test_the_sign_in_page_of_an_empty_instance_leads_to_setting_up(client: Browser, db: None):
    assert client.get("/accounts/login/").headers["Location"] == "/setup/"


def test_the_first_visitor_becomes_the_administrator_and_is_signed_in(client: Browser, db: None):
    assert client.post("/setup/", EDIT).status_code == 302
    user = User.objects.get()
    assert (user.email, user.role, user.check_password(PASSWORD)) == ("edit@fyr.example", Role.ADMINISTRATOR, True)
    assert client.get("/users/").status_code == 200


@pytest.mark.parametrize("password", ["short", "password1234", "1234567890", "edit@fyr.example"])
def test_a_weak_password_is_refused(client: Browser, db: None, password: str):
    page = client.post("/setup/", EDIT | {"password": password})
    assert page.status_code == 422
    assert 'value="Edit Lund"' in page.text
    assert not User.objects.exists()


def test_setting_up_does_not_exist_afterwards(client: Browser, world: World):
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", EDIT).status_code == 404


@pytest.fixture
def reachable(settings):
    settings.SETUP_NEEDS_TOKEN = True


def test_where_strangers_may_come_the_first_visitor_shows_the_printed_token(client: Browser, db: None, reachable):
    assert [client.get("/setup/").status_code, client.post("/setup/", EDIT).status_code] == [403, 403]
    assert client.post("/setup/", EDIT | {"token": "0" * 32}).status_code == 403
    assert not User.objects.exists()
    address = first_visit.address().removeprefix(settings.BASE_URL)
    assert f'name="token" value="{first_visit.token()}"' in client.get(address).text
    assert client.post("/setup/", EDIT | {"token": first_visit.token()}).status_code == 302
    assert User.objects.get().role == Role.ADMINISTRATOR


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via"])
def test_a_forwarded_request_is_a_stranger_s(client: Browser, db: None, header: str):
    assert client.get("/setup/", headers={header: "127.0.0.1"}).status_code == 403
    assert client.get("/setup/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_first_visitors_one_becomes_the_administrator():
    def visit(number: int) -> str:
        try:
            User.objects.create_first_administrator(
                name=f"First {number}", email=f"first{number}@fyr.example", password=PASSWORD
            )
            return "made"
        except PermissionDenied:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(visit, range(4)))
    assert answers == ["made", "refused", "refused", "refused"]
    assert User.objects.count() == 1
