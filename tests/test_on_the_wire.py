"""What every answer carries; what is said to a wrong name, and without the database or the cache; what is logged."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.db import IntegrityError, OperationalError, connection
from django.test import Client as Browser

from accounts.models import User
from config.cache import Cache
from config.logs import Discreet
from embedded.folder import ROOT
from tests.world import PASSWORD

PAGES = ["/", "/clients/", "/portfolio/", "/accounts/login/", "/nowhere/", "/api/v1/clients/", "/api/v1/nowhere/"]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_told_is_kept_on_the_way(client: Browser, world, address):
    client.force_login(world.advisor)
    answer = client.get(address)
    told = {word.strip() for word in answer.headers["Cache-Control"].split(",")}
    assert {"private", "no-store"} <= told
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_health_answers_carry_the_policy_too(client: Browser, db, address):
    answer = client.get(address)
    assert (answer.status_code, "Content-Security-Policy" in answer.headers) == (200, True)


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/setup/", "/api/v1/clients/", "/api/v1/nowhere/"])
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "a b", "localhost:x", "[", "ä"])
def test_a_wrong_host_is_400(client: Browser, db, address, host):
    assert client.get(address, HTTP_HOST=host).status_code == 400


def break_down(*args, **more):
    raise OperationalError("server closed the connection unexpectedly\n" + PRIVATE)


PRIVATE = "DETAIL:  Key (number)=(19811218-9876) already exists."


@pytest.fixture
def no_database(db, monkeypatch):
    """Where queries begin; the test's own connection cannot be cut without losing its transaction."""
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", break_down)
        yield


@pytest.mark.parametrize(("accept", "said"), [("sv", "Databasen svarar inte just nu"), ("en", "Try again in a few")])
def test_without_its_database_a_page_says_so_in_words(world, no_database, accept, said):
    browser = Browser(raise_request_exception=False)
    answer = browser.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE=accept)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert said in answer.text
    assert '<a class="btn primary" href="">Försök igen <span lang="en">(Try again)</span></a>' in answer.text


def test_without_its_database_the_api_answers_a_problem(world, no_database):
    browser = Browser(raise_request_exception=False)
    answer = browser.get("/api/v1/clients/", headers={"Authorization": "Bearer some-token", "Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content) == {
        "type": "about:blank",
        "title": "The database does not answer.",
        "status": 503,
    }


def test_without_its_database_nothing_is_ready(client: Browser, db, no_database):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "the database does not answer")
    assert client.get("/livez").status_code == 200


@pytest.fixture
def no_cache(settings):
    """A server that is not there: nothing listens at that port."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    yield
    assert not cache.answers()


def test_without_the_cache_people_sign_in_and_attempts_are_counted(world, no_cache):
    def sign_in(password):
        return Browser().post("/accounts/login/", {"login": world.advisor.email, "password": password})

    assert sign_in(PASSWORD).status_code == 302
    answers = [sign_in("wrong-" + PASSWORD) for _ in range(12)]
    assert sign_in(PASSWORD).status_code != 302
    assert {answer.status_code for answer in answers} <= {200, 422, 429}
    assert Browser().get("/readyz").json() == {"status": "degraded", "reason": "Redis does not answer"}


def test_a_cache_that_is_away_is_asked_again_later(monkeypatch):
    away = Cache("redis://127.0.0.1:1/0", {})
    away.set("key", "mine")
    assert away.get("key") == "mine"
    assert away.incr("count", 1) if away.add("count", 1) else False
    monkeypatch.setattr("config.cache.PAUSE", -1.0)
    away._away()
    away._servers = [os.environ["REDIS_URL"]]
    del away._cache
    assert away.get("key") is None


def line(error):
    record = logging.LogRecord(
        "a", logging.ERROR, "f", 1, "Broken for %s", ("811218-9876",), (type(error), error, None)
    )
    return Discreet("%(message)s").format(record)


@pytest.mark.django_db
def test_a_log_line_holds_no_row_and_no_personal_number(world):
    with pytest.raises(IntegrityError) as caught:
        User.objects.bulk_create([User(email=world.advisor.email.upper(), name="Twin")])
    assert world.advisor.email in str(caught.value)
    told = line(caught.value)
    assert "user_email_unique" in told
    assert world.advisor.email not in told
    assert told.startswith("Broken for ******-****\n")


@pytest.mark.parametrize(
    "number", ["811218-9876", "19811218-9876", "8112189876", "198112189876", "811278-9873", "811218+9876"]
)
def test_personal_numbers_are_masked(number):
    assert "9876" not in line(ValueError(f"x {number}, y"))
    assert "9873" not in line(ValueError(f"x {number}, y"))


@pytest.mark.parametrize("kept", ["556016-0680", "2026-11-25 21:50:08.123456", "1764107408.1234", "4000123456"])
def test_other_numbers_stay(kept):
    assert kept in line(ValueError(kept))


def test_the_database_s_own_log_holds_no_row(world):
    from tests.conftest import FOLDER

    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email=world.advisor.email.upper(), name="Told to nobody")])
    log = (FOLDER / "pg" / "log").read_text()
    assert world.advisor.email not in log
    assert "Told to nobody" not in log


@pytest.mark.parametrize(
    ("environment", "needs"),
    [
        ({}, False),
        ({"ALLOWED_HOSTS": "localhost"}, False),
        ({"ALLOWED_HOSTS": "localhost,fyr.example"}, True),
        ({"BEHIND_PROXY": "yes"}, True),
        ({"BOUND_TO": "0.0.0.0"}, True),
        ({"BOUND_TO": "::1"}, False),
    ],
)
def test_the_token_is_wanted_wherever_strangers_may_come(environment, needs):
    code = "from django.conf import settings; print(settings.SETUP_NEEDS_TOKEN)"
    told = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, cwd=ROOT, capture_output=True, text=True
    )
    assert told.stdout == f"{needs}\n"
