"""What no record can hold is refused at every write of the API in words, whatever is sent there."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from tests.world import client_named, token_in_use

DEEP = {"arrays": "[" * 100_000, "objects": '{"a":' * 50_000, "just parsed": "[" * 900 + "]" * 900}


@pytest.fixture
def program(world):
    browser = Browser(raise_request_exception=False)
    headers = {"authorization": f"Bearer {token_in_use(world.administrator)}", "if-match": "*"}
    return lambda method, url, body: getattr(browser, method)(url, body, "application/json", headers=headers)


def writes():
    """(method, address) of every operation that writes."""
    paths = SchemaGenerator(api_version="1").get_schema(request=None, public=True)["paths"]
    return sorted(
        (method, path) for path, told in paths.items() for method in told if method in {"post", "patch", "put"}
    )


def test_json_nested_beyond_reason_is_refused_at_every_write(program, world):
    answers = {
        (method, path, name): program(method, path.replace("{id}", str(world.client.pk)), body)
        for method, path in writes()
        for name, body in DEEP.items()
    }
    found = {one: answer.status_code for one, answer in answers.items() if answer.status_code not in {400, 404, 415}}
    assert found == {}
    assert {answer["Content-Type"] for answer in answers.values()} == {"application/problem+json"}
    assert len(answers) > 60


def test_json_in_a_field_of_a_form_is_refused_as_well(client, world):
    client.force_login(world.administrator)
    file = SimpleUploadedFile("clients.csv", b"Namn\nHavre AB\n")
    run = client.post("/api/v1/imports/", {"file": file, "kind": "clients"}).json()
    for body in DEEP.values():
        assert client.post(f"/api/v1/imports/{run['id']}/columns/", {"columns": body}).status_code == 400


HALF = "\ud800"


def test_half_a_surrogate_is_refused_as_a_name_at_every_write(program, world):
    """Of a field, of one beside those that are known, and inside another: schemathesis cannot hold it itself."""
    sent = {"alone": {HALF: "x"}, "beside": {"name": "x", HALF: "x"}, "inside": {"name": {"a": [{HALF: "x"}]}}}
    answers = {
        (method, path, name): program(method, path.replace("{id}", str(world.client.pk)), json.dumps(body))
        for method, path in writes()
        for name, body in sent.items()
    }
    found = {one: answer.status_code for one, answer in answers.items() if answer.status_code not in {400, 404, 415}}
    assert found == {}
    assert {answer["Content-Type"] for answer in answers.values()} == {"application/problem+json"}


@pytest.mark.parametrize("text", ["a\u0000b", HALF])
def test_text_that_no_column_holds_is_refused_where_a_key_is_asked_for_too(program, world, text):
    for name in ("name", "municipality", "number"):
        answer = program("patch", f"/api/v1/organisations/{world.client.organisation_id}/", json.dumps({name: text}))
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("said", ["0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1899-12-31"])
def test_a_moment_of_no_year_that_a_record_can_be_of_is_refused(program, world, said):
    sent = {"kind": "video", "clients": [world.client.pk], "starts_at": said}
    answer = program("post", "/api/v1/meetings/", json.dumps(sent))
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, ["starts_at"])
    answer = program("post", "/api/v1/tasks/", json.dumps({"text": "Ring", "due_on": said[:10]}))
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, ["due_on"])


@pytest.mark.parametrize("text", ["²", "9999-12-31", "9" * 20, "x" * 5000])
def test_what_is_no_key_is_about_nothing_and_its_draft_opens(client, world, text):
    client.force_login(world.advisor)
    kept = client_named("Havre AB", lead=world.advisor)
    for url in (reverse("crm:meeting_log"), reverse("crm:task_list")):
        answer = client.post(url, {"kind": "video", "day": "igår", "projects": text, "clients": [kept.pk, text]})
        assert answer.status_code < 500
    key = "6f8c1f1e-0000-4000-8000-000000000009"
    client.post(reverse("crm:draft_save"), {"key": key, "projects": text, "clients": text, "tab": "t", "save": "1"})
    assert client.get(reverse("crm:draft_continue", args=[key])).status_code == 200
