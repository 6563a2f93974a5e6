"""Every operation of the API, asked for with what its description allows and forbids: it answers as it is described."""

import pytest
from django.utils import timezone

from accounts.models import ApiToken
from tests.contract import CHANGED, RULES, SCHEMA, broken


def test_every_operation_answers_as_it_is_described(live_server, world):
    headers = {"Authorization": f"Bearer {ApiToken.issue(world.administrator, 'tests', at=timezone.now())[1]}"}
    asked, wrong = broken(live_server.url, headers, cases=5)
    assert wrong == [], "\n".join(wrong)
    assert asked > 400


def test_what_is_narrowed_is_an_operation(client, world):
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {ApiToken.issue(world.advisor, 'tests', at=timezone.now())[1]}"
    paths = client.get(SCHEMA).json()["paths"]
    operations = {
        f"{method.upper()} {path}": said for path, methods in paths.items() for method, said in methods.items()
    }
    of_a_version = [
        label
        for label, said in operations.items()
        if any(one["name"] == "If-Match" for one in said.get("parameters", []))
    ]
    assert sorted(CHANGED) == sorted(of_a_version)
    assert RULES.keys() - operations.keys() == set()


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
