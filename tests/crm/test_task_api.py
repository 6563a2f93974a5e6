"""The API door of tasks: same rows, same verbs, same refusals."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Task
from journal.models import Entry
from tests.world import NOW, client_named

TASKS = "/api/v1/tasks/"


def queries(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def add(world, **values):
    return Task.add(by=world.advisor, at=NOW, **({"text": "Ring", "client": world.client} | values))


def test_a_task_is_added_and_is_its_makers_unless_said(api, world):
    advisor = api(world.advisor)
    sent = {"text": "Skicka underlag", "due_on": "2026-11-27", "client": world.client.pk}
    made = advisor.post(TASKS, sent)
    assert (made.status_code, made["ETag"], made.data["owner"]) == (201, '"1"', world.advisor.pk), made.data
    assert [(entry.verb, entry.subject_id) for entry in Entry.objects.all()] == [("task.added", made.data["id"])]
    given = advisor.post(TASKS, {"text": "Ring", "owner": world.colleague.pk, "done_at": "2026-01-01T00:00:00Z"})
    assert (given.data["owner"], given.data["done_at"]) == (world.colleague.pk, None)


def test_what_cannot_be_added_is_said_field_by_field(api, world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    advisor = api(world.advisor)
    for sent, field in (({}, "text"), ({"text": "x", "client": hidden.pk}, "client")):
        refused = advisor.post(TASKS, sent)
        assert (refused.status_code, refused.data["errors"][0]["field"]) == (400, field)
    assert not Task.objects.exists()


def test_a_task_of_a_hidden_client_is_hidden(api, world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    task = Task.add(by=world.outsider, at=NOW, text="Hemligt", client=hidden)
    advisor = api(world.advisor)
    assert advisor.get(TASKS).data["results"] == []
    assert advisor.get(f"{TASKS}{task.pk}/").status_code == 404
    assert advisor.post(f"{TASKS}{task.pk}/done/").status_code == 404


def test_a_patch_needs_the_version_it_changes(api, world):
    task = add(world)
    advisor, address = api(world.advisor), f"{TASKS}{task.pk}/"
    assert advisor.patch(address, {"text": "x"}).status_code == 428
    changed = advisor.patch(address, {"text": "x", "client": None}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed["ETag"], changed.data["text"]) == (200, '"2"', "x")
    assert changed.data["client"] == world.client.pk
    conflict = advisor.patch(address, {"text": "y"}, headers={"If-Match": '"1"'})
    assert (conflict.status_code, conflict.data["current"]["text"]) == (412, "x")
    assert Entry.objects.latest("pk").facts == {"fields": ["text"]}


def test_a_task_is_done_and_opened_again_each_once(api, world):
    task = add(world)
    advisor, address = api(world.advisor), f"{TASKS}{task.pk}/"
    assert advisor.post(f"{address}reopen/", headers={"If-Match": "*"}).status_code == 400
    done = advisor.post(f"{address}done/", headers={"If-Match": "*"})
    assert (done.status_code, done.data["done_by"], done["ETag"]) == (200, world.advisor.pk, '"2"')
    assert advisor.post(f"{address}done/", headers={"If-Match": "*"}).status_code == 400
    assert advisor.post(f"{address}reopen/", headers={"If-Match": "*"}).data["done_at"] is None


def test_an_auditor_reads_and_is_refused_with_the_reason(api, world):
    task = add(world)
    auditor, address = api(world.auditor), f"{TASKS}{task.pk}/"
    assert auditor.get(address).status_code == 200
    for refused in (
        auditor.post(TASKS, {"text": "x"}),
        auditor.patch(address, {"text": "x"}, headers={"If-Match": "*"}),
        auditor.post(f"{address}done/", headers={"If-Match": "*"}),
    ):
        assert (refused.status_code, bool(refused.data["detail"])) == (403, True)


def test_the_list_is_filtered(api, world):
    today = timezone.localdate()
    late = add(world, text="Sen", due_on=today - timedelta(days=1))
    soon = add(world, text="Snart", due_on=today, owner=world.colleague, client=None)
    done = add(world, text="Klar", due_on=today - timedelta(days=1))
    done.finish(by=world.advisor, at=NOW)
    advisor = api(world.advisor)
    for query, found in {
        "": [done, soon, late],
        "late=true": [late],
        "late=false": [done, soon],
        "open=true": [soon, late],
        "open=false": [done],
        f"owner={world.colleague.pk}": [soon],
        f"client={world.client.pk}": [done, late],
    }.items():
        assert [row["id"] for row in advisor.get(f"{TASKS}?{query}").data["results"]] == [one.pk for one in found], (
            query
        )


def test_the_list_costs_the_same_for_one_row_and_three(api, world):
    advisor = api(world.advisor)
    add(world)
    assert queries(lambda: advisor.get(TASKS)) == 2
    for _ in range(2):
        add(world, client=client_named("Bolag"))
    assert queries(lambda: advisor.get(TASKS)) == 2


def test_the_description_tells_of_tasks(api, world):
    schema = api(world.advisor).get("/api/v1/schema/").json()
    assert {TASKS, f"{TASKS}{{id}}/", f"{TASKS}{{id}}/done/", f"{TASKS}{{id}}/reopen/"} <= set(schema["paths"])
    parameters = {one["name"] for one in schema["paths"][TASKS]["get"]["parameters"]}
    assert {"owner", "client", "open", "late"} <= parameters


@pytest.mark.parametrize("verb", ["done", "reopen"])
def test_every_verb_asks_for_the_version_as_a_patch_does(api, world, verb):
    task = add(world, done_at=NOW if verb == "reopen" else None)
    advisor, address = api(world.advisor), f"{TASKS}{task.pk}/{verb}/"
    assert advisor.post(address).status_code == 428
    stale = advisor.post(address, headers={"If-Match": '"7"'})
    assert (stale.status_code, stale.data["current"]["version"]) == (412, 1)
    assert advisor.post(address, headers={"If-Match": '"1"'}).status_code == 200
