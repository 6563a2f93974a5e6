"""Idempotency-Key at the API: every POST of every noun takes one, and carries it out once."""

from uuid import uuid4

import pytest
from django.urls import get_resolver
from rest_framework.test import APIClient

from contacts.models import Organisation, Person
from crm.models import Task
from projects.models import Benefit, Milestone
from reports.models import Run
from tests.reports.conftest import scheduled
from tests.world import NOW
from ui.api_once import Once


def program(user):
    api = APIClient()
    api.force_authenticate(user)
    return api


def viewsets(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from viewsets(pattern.url_patterns)
        elif hasattr(pattern.callback, "cls"):
            yield pattern.callback.cls


def test_every_noun_that_takes_a_post_takes_a_key():
    posting = {view for view in viewsets(get_resolver().url_patterns) if getattr(view, "queryset", None) is not None}
    writes = {view for view in posting if hasattr(view, "create") or view.get_extra_actions()}
    assert [view.__name__ for view in writes if not issubclass(view, Once)] == []


@pytest.mark.parametrize(
    ("address", "sent", "noun"),
    [
        ("tasks", {"text": "Ring"}, Task),
        ("people", {"name": "Maja Ek"}, Person),
        ("organisations", {"name": "Nya AB", "kind": "company"}, Organisation),
        ("milestones", {"title": "Ett", "planned_on": "2026-12-01"}, Milestone),
    ],
)
def test_the_same_key_makes_one_row_and_answers_it_again(world, address, sent, noun):
    api, key = program(world.manager), {"Idempotency-Key": str(uuid4())}
    sent = sent | ({"project": world.project.pk} if noun is Milestone else {})
    before = noun.objects.count()
    first, second = (api.post(f"/api/v1/{address}/", sent, headers=key) for _ in range(2))
    assert (first.status_code, second.status_code, noun.objects.count()) == (201, 200, before + 1)
    assert first.json() == second.json()


def test_a_run_asked_for_twice_with_one_key_is_one_run(world):
    schedule = scheduled(world)
    api, key = program(world.manager), {"Idempotency-Key": str(uuid4())}
    first, second = (api.post(f"/api/v1/schedules/{schedule.pk}/run/", headers=key) for _ in range(2))
    assert (first.status_code, second.status_code, Run.objects.count()) == (201, 200, 1)
    assert first.json()["id"] == second.json()["id"]


def test_a_reading_sent_twice_with_one_key_is_one_reading(world):
    benefit = Benefit.add(world.project, by=world.manager, at=NOW, measure="Vårddygn", unit="dygn", kind="quality")
    api, key = program(world.manager), {"Idempotency-Key": str(uuid4())}
    for status in (201, 200):
        answer = api.post(f"/api/v1/benefits/{benefit.pk}/read/", {"value": 3}, headers=key)
        assert (answer.status_code, benefit.readings.count()) == (status, 1)


def test_what_the_key_made_is_not_told_to_one_who_may_no_longer_read_it(world):
    api, key = program(world.colleague), {"Idempotency-Key": str(uuid4())}
    sent = {"text": "Ring", "client": world.client.pk}
    api.post("/api/v1/tasks/", sent, headers=key)
    world.client.confidentiality = "named"
    world.client.save()
    assert api.post("/api/v1/tasks/", sent, headers=key).status_code in {400, 404}
    assert api.post("/api/v1/tasks/", {"text": "Ring mer"}, headers=key).status_code == 404


def test_a_refused_request_leaves_its_key_free(world):
    api, key = program(world.manager), {"Idempotency-Key": str(uuid4())}
    assert api.post("/api/v1/tasks/", {}, headers=key).status_code == 400
    assert api.post("/api/v1/tasks/", {"text": "Ring"}, headers=key).status_code == 201


def test_what_is_no_key_is_refused(world):
    answer = program(world.manager).post("/api/v1/tasks/", {"text": "Ring"}, headers={"Idempotency-Key": "7"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "Idempotency-Key")
