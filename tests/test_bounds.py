"""Every text that can be sent has an end, said in words at the page and at the API."""

from django.apps import apps
from django.db import models
from drf_spectacular.generators import SchemaGenerator

from tests.world import token_in_use
from ui.long_text import LONGEST, LongText

ROOMS = {"accounts", "crm", "imports", "journal", "projects", "reports", "ui"}
# Written by the machine alone.
NOT_TYPED = {"run.error"}
# A key, and a time of day.
NOT_TEXT = {"municipality", "at_time"}


def test_every_text_of_a_record_has_an_end():
    fields = [
        field
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and not model._meta.model_name.startswith("historical")
        for field in model._meta.fields
        if isinstance(field, models.TextField) and not isinstance(field, LongText)
    ]
    assert {f"{one.model._meta.model_name}.{one.name}" for one in fields} == NOT_TYPED


def unbound(schema, components, path=""):
    """The texts in what is sent that may be of any length."""
    if "$ref" in schema:
        return unbound(components[schema["$ref"].rpartition("/")[2]], components, path)
    parts = [part for key in ("allOf", "oneOf", "anyOf") for part in schema.get(key, [])]
    inside = [(path, part) for part in parts]
    inside += [(f"{path}.{name}", part) for name, part in schema.get("properties", {}).items()]
    if inside:
        return [found for where, part in inside for found in unbound(part, components, where)]
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict) and schema[key]:
            return unbound(schema[key], components, f"{path}.*")
    kinds = schema.get("type", "")
    is_text = "string" in (kinds if isinstance(kinds, list) else [kinds])
    return [path] if is_text and not ({"maxLength", "enum", "format"} & schema.keys()) else []


def test_every_text_sent_to_the_api_has_an_end():
    described = SchemaGenerator(api_version="1").get_schema(request=None, public=True)
    components = described["components"]["schemas"]
    found = {
        f"{method} {path} {where}"
        for path, methods in described["paths"].items()
        for method, told in methods.items()
        for content in told.get("requestBody", {}).get("content", {}).values()
        for where in unbound(content["schema"], components)
        if where.rpartition(".")[2] not in NOT_TEXT
    }
    assert found == set()


def test_a_comment_of_a_million_letters_is_refused_at_both_doors(client, world):
    long = "ä" * (LONGEST + 1)
    headers = {"authorization": f"Bearer {token_in_use(world.lead)}"}
    sent = {"project": world.project.pk, "overall": "on_track", "summary": long, "comments": {"time": long}}
    answer = client.post("/api/v1/status-reports/", sent, "application/json", headers=headers)
    assert (answer.status_code, sorted(one["field"] for one in answer.json()["errors"])) == (
        400,
        ["comments.time", "summary"],
    )
    client.force_login(world.lead)
    page = client.post(f"/projects/{world.project.pk}/status/post/", {"overall": "on_track", "comment_overall": long})
    assert (page.status_code, "50000" in page.text) == (422, True)
