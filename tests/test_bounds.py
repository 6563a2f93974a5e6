"""Every text that can be sent has an end, said in words at the page and at the API."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import IntegrityError, models, transaction
from drf_spectacular.generators import SchemaGenerator

from projects.models import Risk
from tests.world import token_in_use
from ui.long_text import LONGEST, LongText

ROOMS = {"accounts", "contacts", "crm", "hooks", "imports", "journal", "mail", "projects", "reports", "ui"}
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


def bounded():
    """Every field of a record that its validators keep within two numbers."""
    for model in apps.get_models():
        if model._meta.app_label in ROOMS and not model._meta.model_name.startswith("historical"):
            for field in model._meta.fields:
                if any(isinstance(one, MaxValueValidator) for one in field._validators):
                    yield model, field


def test_every_scale_is_kept_by_the_database_and_says_so_in_words():
    told = {
        f"{model._meta.model_name}.{field.name}": [
            str(one.violation_error_message)
            for one in model._meta.constraints
            if isinstance(one, models.CheckConstraint) and field.name in one.condition.referenced_base_fields
        ]
        for model, field in bounded()
    }
    assert told == {
        "client.cadence_days": ["The usual days between contacts are 1 to 3650."],
        "risk.probability": ["The probability of a risk is 1 to 5."],
        "risk.consequence": ["The consequence of a risk is 1 to 5."],
        "schedule.weekday": ["A weekday is 1 (Monday) to 7 (Sunday)."],
        "schedule.day": ["A day of the month is 1 to 31."],
    }


@pytest.mark.parametrize(
    ("name", "wrong"), [("probability", 0), ("probability", 6), ("consequence", 0), ("consequence", 6)]
)
def test_what_goes_round_the_verbs_keeps_to_the_scale_too(world, name, wrong):
    risk = Risk.objects.create(project=world.project, text="Sent", probability=1, consequence=5)
    with pytest.raises(IntegrityError, match=f"risk_{name}_within"), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(**{name: wrong})
    setattr(risk, name, wrong)
    with pytest.raises(ValidationError, match=f"The {name} of a risk is 1 to 5."):
        risk.validate_constraints()
