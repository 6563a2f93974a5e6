"""Every operation of the API, asked for with what its description allows: nothing breaks, and each refusal says why."""

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from accounts.models import ApiToken

SCHEMA = "/api/v1/schema/"
QUICKLY = settings(
    max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


@pytest.fixture
def asked(live_server, world):
    """The operations as described, and the headers of an administrator, who may do most."""
    headers = {"Authorization": f"Bearer {ApiToken.issue(world.administrator, 'tests', at=timezone.now())[1]}"}
    described = schemathesis.openapi.from_url(f"{live_server.url}{SCHEMA}", headers=headers)
    return [found.ok() for found in described.get_all_operations()], headers


def test_nothing_breaks_and_every_refusal_says_why(asked):
    operations, headers = asked
    assert len(operations) > 90
    broken = []
    for operation in operations:
        if operation.path == SCHEMA:
            continue

        @QUICKLY
        @given(case=operation.as_strategy())
        def ask(case):
            answer = case.call(headers=headers)
            said = answer.headers.get("content-type", [""])[0]
            if answer.status_code >= 500 or (
                answer.status_code >= 400 and not said.startswith("application/problem+json")
            ):
                broken.append(f"{answer.status_code} {said} {case.as_curl_command()}")

        ask()
    assert broken == [], "\n".join(broken)


@pytest.fixture
def program(client, world):
    """A program that acts for the advisor."""
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {ApiToken.issue(world.advisor, 'tests', at=timezone.now())[1]}"
    return client


def test_the_root_lists_the_collections(program):
    answer = program.get("/api/v1/")
    assert answer.json()["clients"] == "http://testserver/api/v1/clients/"


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_is_not_there_is_told_as_a_problem(program, method):
    answer = getattr(program, method)("/api/v1/nothing/of/the/kind/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json() == {"type": "about:blank", "title": "Finns inte.", "status": 404}


def test_a_stranger_is_told_to_sign_in_wherever_she_asks(client):
    assert client.get("/api/v1/nothing/").status_code == 401


def test_an_address_without_its_slash_is_sent_on(program):
    assert program.get("/api/v1/clients").headers["Location"] == "/api/v1/clients/"
