"""Every operation that changes a record asks of which version it is, and refuses another: at the API as at a page."""

import json
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from config.api import router
from demo.region import Size, build
from reports import by_hand
from tests.contract import SCHEMA
from tests.reports.conftest import scheduled
from tests.world import token_in_use

# Enough of a body for what reads it before it looks at the version.
SENT = {
    "clients/{id}/move/": {"stage": "dormant"},
    "clients/{id}/assign/": {"lead": None},
    "clients/{id}/confidentiality/": {"confidentiality": "open"},
    "projects/{id}/confidentiality/": {"confidentiality": "open"},
}


@pytest.fixture
def program(client, db):
    build(timezone.localdate(), Size(meetings=20, projects=4))
    by = User.objects.filter(role=Role.ADMINISTRATOR).first()
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token_in_use(by)}"
    return client


def operations(program):
    """(method, path, whether its If-Match is described) of every change at the address of one record."""
    for path, methods in program.get(SCHEMA).json()["paths"].items():
        for method, said in methods.items():
            if "{id}" in path and method in {"post", "patch", "put", "delete"}:
                named = [one["name"] for one in said.get("parameters", []) if one.get("required")]
                yield method, path.removeprefix("/api/v1/"), "If-Match" in named


def rows(program, path):
    collection = path.partition("/")[0]
    return program.get(f"/api/v1/{collection}/").json()["results"]


def test_what_asks_for_no_version_is_named_with_its_reason(program):
    bare = {path for _method, path, is_gated in operations(program) if not is_gated}
    assert bare == reasons().keys()


def reasons():
    found = {}
    for prefix, viewset, _name in router.registry:
        for name, reason in getattr(viewset, "unversioned", {}).items():
            action = getattr(viewset, name)
            url = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", getattr(action, "url_path", ""))
            found[f"{prefix}/{{id}}/" + (f"{url}/" if url else "")] = reason
    return found


def test_a_stale_version_is_refused_with_the_record_as_it_is(program):
    answered = {}
    for method, path, is_gated in operations(program):
        if is_gated and (found := rows(program, path)):
            address = "/api/v1/" + path.replace("{id}", str(found[0]["id"]))
            for version in ('"999999"', None):
                headers = {"if-match": version} if version else {}
                body = json.dumps(SENT.get(path, {}))
                answer = getattr(program, method)(address, body, "application/json", headers=headers)
                answered[f"{method} {path}", version] = answer.status_code, "current" in answer.json()
    wrong = {one: said for one, said in answered.items() if said != ((412, True) if one[1] else (428, False))}
    assert wrong == {}
    assert len(answered) > 40


@pytest.mark.parametrize("kind", ["budget", "plan"])
def test_a_line_of_today_is_set_anew_by_whoever_has_seen_it(client, world, kind):
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token_in_use(world.lead)}"
    address, sent, other = {
        "budget": ("/api/v1/budget-lines/", {"source": "Region", "plan_sek": "100"}, {"plan_sek": "200"}),
        "plan": ("/api/v1/gate-plans/", {"gate": "G1", "planned_on": "2026-12-01"}, {"planned_on": "2027-01-01"}),
    }[kind]
    sent["project"] = world.project.pk

    def post(more=(), **headers):
        return client.post(address, sent | dict(more), "application/json", headers=headers)

    made = post()
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    answers = [post(other), post(other, **{"if-match": '"7"'}), post(other, **{"if-match": '"1"'})]
    assert [one.status_code for one in answers] == [428, 412, 201]
    assert answers[1].json()["current"]["id"] == made.json()["id"]
    assert answers[2].json()["version"] == 2


@pytest.mark.parametrize("kind", ["budget", "plan"])
def test_two_who_set_one_line_at_a_page_are_shown_both(client, world, kind):
    client.force_login(world.lead)
    name, typed, other = {
        "budget": (
            "budget_set",
            {"on": "2026-11-17", "plan_sek": "100", "forecast_sek": "1", "actual_sek": "1"},
            "200",
        ),
        "plan": ("gate_plan", {"gate": "G1", "planned_on": "2026-12-01"}, "2027-01-01"),
    }[kind]
    address, field = reverse(f"projects:{name}", args=[world.project.pk]), list(typed)[1]
    begun = hidden_in(client.get(address))
    first = client.post(address, typed | begun | {"key": str(uuid4())})
    second = client.post(address, typed | begun | {"key": str(uuid4()), field: other})
    assert (first.status_code, second.status_code) == (302, 422)
    assert [one.yours for one in second.context["conflict"]] == [other]
    assert client.post(address, typed | hidden_in(second) | {field: other}).status_code == 302


def hidden_in(page):
    names = ("version", "line", "key")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page.text) for name in names}
    return {name: one[1] for name, one in found.items() if one}


def test_two_who_change_one_user_are_shown_both(client, world):
    client.force_login(world.administrator)
    address = reverse("accounts:user_edit", args=[world.advisor.pk])
    typed = {"name": "Alva Ek", "email": "alva@fyr.example", "role": "advisor", "language": "en", "version": 1}
    assert client.post(address, typed | {"role": "manager"}).status_code == 302
    answer = client.post(address, typed | {"name": "Alva Ekman"})
    assert (answer.status_code, [one.label for one in answer.context["conflict"]]) == (422, ["Name", "Role"])
    world.advisor.refresh_from_db()
    assert (world.advisor.role, world.advisor.name, world.advisor.version) == ("manager", "Alva Ek", 2)


def test_a_run_that_has_gone_on_is_told_by_409(client, world):
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token_in_use(world.manager)}"
    run = by_hand.run_now(scheduled(world), by=world.manager, at=timezone.now())
    answer = client.post(f"/api/v1/runs/{run.pk}/try-again/")
    assert (answer.status_code, [one["code"] for one in answer.json()["errors"]]) == (409, ["gone_on"])
