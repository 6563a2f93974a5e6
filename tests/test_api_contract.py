"""Every operation of the API, asked for with what its description allows and forbids: it answers as it is described."""

import tomllib

import pytest
from django.utils import timezone

from accounts.models import ApiToken, Role, User
from demo.region import Size, build
from reports.by_hand import run_now
from reports.models import Schedule
from tests.contract import RULES, SCHEMA, broken, broken_by_keys, narrowed
from tests.world import token_in_use


@pytest.fixture
def administrator(transactional_db):
    """Of a region with something of most nouns."""
    build(timezone.localdate(), Size(meetings=20, projects=4))
    by = User.objects.filter(role=Role.ADMINISTRATOR).first()
    run_now(Schedule.objects.first(), by=by, at=timezone.now())
    return by


def test_every_operation_answers_as_it_is_described(live_server, administrator):
    headers = {"Authorization": f"Bearer {token_in_use(administrator)}"}
    asked, wrong = broken(live_server.url, headers, cases=3)
    assert wrong == [], "\n".join(wrong)
    assert asked > 240


def test_no_odd_key_in_any_object_that_an_operation_takes_breaks_it(live_server, administrator):
    headers = {"Authorization": f"Bearer {token_in_use(administrator)}"}
    asked, wrong = broken_by_keys(live_server.url, headers, cases=2)
    assert wrong == [], "\n".join(wrong)
    assert asked > 60


def test_what_is_narrowed_is_an_operation(client, world):
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {ApiToken.issue(world.advisor, 'tests', at=timezone.now())[1]}"
    paths = client.get(SCHEMA).json()["paths"]
    operations = {f"{how.upper()} {path}": said for path, methods in paths.items() for how, said in methods.items()}
    assert narrowed().keys() - operations.keys() == set()
    checks = {one["include-name"]: one["checks"] for one in tomllib.loads(RULES.read_text())["operations"]}
    assert {name for one in checks.values() for name in one} == {"positive_data_acceptance", "missing_required_header"}
    ruled = {label for label, one in checks.items() if "positive_data_acceptance" in one}
    assert ruled == {label for label, rules in narrowed().items() if rules}
    gated = {label for label, said in operations.items() if any(map(asks_for_version, said.get("parameters", [])))}
    assert gated == {label for label, one in checks.items() if "missing_required_header" in one}


def asks_for_version(parameter):
    return parameter["name"] == "If-Match" and parameter.get("required", False)


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
