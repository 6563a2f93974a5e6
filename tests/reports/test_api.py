"""Schedules, runs and deliveries at the API: the same verbs, the same eyes, the same refusals as on the pages."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from rest_framework.test import APIClient

from journal.models import Entry
from reports import restored
from reports.models import Delivery, Run, Schedule
from tests.reports.conftest import FIRST, OUTSIDE, scheduled
from tests.world import token_in_use
from worker.tasks import carry_out_all


@pytest.fixture
def api(world):
    def sign_in(user):
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_in_use(user)}", HTTP_ACCEPT_LANGUAGE="en")
        return client

    return sign_in


TYPED = {
    "name": "Styrgruppen",
    "kind": "portfolio_status",
    "rhythm": "monthly",
    "day": 31,
    "at_time": "07:00",
    "formats": ["pdf"],
    "addresses": [OUTSIDE],
}


def test_a_schedule_is_made_changed_paused_and_resumed(api, world):
    manager = api(world.manager)
    made = manager.post("/api/v1/schedules/", TYPED | {"users": [world.lead.pk]})
    assert made.status_code == 201, made.data
    assert (made.data["users"], made.data["addresses"], len(made.data["next_due"])) == ([world.lead.pk], [OUTSIDE], 3)
    address = f"/api/v1/schedules/{made.data['id']}/"
    assert manager.patch(address, {"day": 5}).status_code == 428
    changed = manager.patch(address, {"day": 5}, headers={"If-Match": made["ETag"]})
    assert (changed.status_code, changed.data["day"], changed.data["users"]) == (200, 5, [world.lead.pk])
    late = manager.patch(address, {"day": 6}, headers={"If-Match": made["ETag"]})
    assert (late.status_code, late.data["current"]["day"]) == (412, 5)
    assert manager.post(f"{address}pause/", headers={"If-Match": "*"}).data["next_due"] == []
    assert manager.post(f"{address}pause/", headers={"If-Match": "*"}).status_code == 400
    assert manager.post(f"{address}resume/", headers={"If-Match": "*"}).data["paused_at"] is None
    run = manager.post(f"{address}run/")
    assert (run.status_code, run.data["state"], run.data["requested_by"]) == (201, "due", world.manager.pk)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"day": 32}, "day"),
        ({"weekday": 0}, "weekday"),
        ({"kind": "gossip"}, "kind"),
        ({"formats": ["docx"]}, "formats"),
        ({"addresses": ["nobody"]}, "addresses"),
        ({"filters": {"kind": "x"}}, "filters.kind"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(api, world, typed, field):
    answer = api(world.manager).post("/api/v1/schedules/", TYPED | typed)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [one["field"] for one in answer.data["errors"]] == [field]
    assert not Schedule.objects.exists()


def test_who_may_not_schedule_is_told_why(api, world):
    answer = api(world.advisor).post("/api/v1/schedules/", TYPED)
    assert (answer.status_code, answer.data["detail"]) == (403, "Managers and administrators schedule reports.")
    assert api(world.auditor).post("/api/v1/schedules/", TYPED).status_code == 403
    assert APIClient().get("/api/v1/schedules/").status_code == 401


@pytest.mark.django_db(transaction=True)
def test_one_reads_what_concerns_oneself(api, schedule, portfolio, mailbox):
    carry_out_all(FIRST)
    run, mine = Run.objects.get(), Delivery.objects.get(recipient__user=portfolio.lead)

    def seen(user, name):
        return [row["id"] for row in api(user).get(f"/api/v1/{name}/").data["results"]]

    assert seen(portfolio.lead, "schedules") == [schedule.pk]
    assert seen(portfolio.lead, "runs") == [run.pk]
    assert seen(portfolio.lead, "deliveries") == [mine.pk]
    assert len(seen(portfolio.manager, "deliveries")) == len(seen(portfolio.auditor, "deliveries")) == 3
    for name, pk in (("schedules", schedule.pk), ("runs", run.pk), ("deliveries", mine.pk)):
        assert seen(portfolio.outsider, name) == []
        assert api(portfolio.outsider).get(f"/api/v1/{name}/{pk}/").status_code == 404
    assert "data" not in api(portfolio.manager).get(f"/api/v1/runs/{run.pk}/").data


@pytest.mark.django_db(transaction=True)
def test_what_is_stuck_is_decided_by_the_owner(api, schedule, portfolio, mailbox):
    carry_out_all(FIRST)
    one, other, _ = Delivery.objects.order_by("pk")
    Delivery.objects.update(state="unknown")
    manager = api(portfolio.manager)
    assert api(portfolio.lead).post(f"/api/v1/deliveries/{one.pk}/send-again/").status_code in (403, 404)
    assert manager.post(f"/api/v1/deliveries/{one.pk}/send-again/").data["state"] == "planned"
    assert manager.post(f"/api/v1/deliveries/{one.pk}/send-again/").status_code == 409
    assert manager.post(f"/api/v1/deliveries/{other.pk}/let-be/").data["state"] == "cancelled"
    run = Run.objects.get()
    assert manager.post(f"/api/v1/runs/{run.pk}/try-again/").status_code == 409
    Run.objects.update(state="failed")
    assert manager.post(f"/api/v1/runs/{run.pk}/try-again/").data["state"] == "frozen"


@pytest.mark.parametrize(
    ("verb", "before", "after"), [("try-again", "failed", "frozen"), ("send-skipped", "skipped", "frozen")]
)
@pytest.mark.django_db(transaction=True)
def test_a_program_s_one_key_sends_a_run_once(api, schedule, portfolio, mailbox, verb, before, after):
    carry_out_all(FIRST)
    Run.objects.update(state=before, as_of=localdate())
    run, key = Run.objects.get(), {"headers": {"Idempotency-Key": str(uuid4())}}
    url, manager = f"/api/v1/runs/{run.pk}/{verb}/", api(portfolio.manager)
    first, again = manager.post(url, **key), manager.post(url, **key)
    assert [(one.status_code, one.data["id"], one.data["state"]) for one in (first, again)] == [
        (200, run.pk, after)
    ] * 2
    assert manager.post(url).status_code == 409
    assert Entry.objects.filter(verb__in=["report.tried_again", "report.requested"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_sent_again_once_with_one_key(api, schedule, portfolio, mailbox):
    carry_out_all(FIRST)
    Delivery.objects.update(state="unknown")
    one, key = Delivery.objects.first(), {"headers": {"Idempotency-Key": str(uuid4())}}
    url, manager = f"/api/v1/deliveries/{one.pk}/send-again/", api(portfolio.manager)
    answers = [manager.post(url, **key) for _time in range(2)]
    assert [(each.status_code, each.data["state"]) for each in answers] == [(200, "planned")] * 2
    assert Entry.objects.filter(verb="delivery.sent_again").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("decision", "state"), [("send", "due"), ("let_be", "skipped")])
def test_what_a_restore_has_held_is_decided_on_as_on_the_page(api, schedule, portfolio, decision, state):
    restored.hold(FIRST)
    Run.objects.update(as_of=localdate())
    run = Run.objects.get()
    typed = {"runs": [run.pk], "decision": decision}
    assert api(portfolio.auditor).post("/api/v1/runs/held/", typed).status_code == 403
    hidden = api(portfolio.outsider).post("/api/v1/runs/held/", typed)
    assert (hidden.status_code, [one["field"] for one in hidden.data["errors"]]) == (400, ["runs"])
    assert Run.objects.get().state == "held"
    manager, key = api(portfolio.manager), {"headers": {"Idempotency-Key": str(uuid4())}}
    answer = manager.post("/api/v1/runs/held/", typed, **key)
    assert [(one["id"], one["state"]) for one in answer.data] == [(run.pk, state)]
    assert manager.post("/api/v1/runs/held/", typed, **key).data == answer.data, "the same again is done once"
    late = manager.post("/api/v1/runs/held/", typed)
    assert (late.status_code, late.data["errors"][0]["message"]) == (409, "None of these runs waits for a decision.")


@pytest.mark.parametrize("typed", [{"runs": []}, {"decision": "burn"}, {"runs": [0]}])
@pytest.mark.django_db(transaction=True)
def test_a_decision_that_cannot_be_is_refused_at_its_field(api, schedule, portfolio, typed):
    restored.hold(FIRST)
    asked = {"runs": [Run.objects.get().pk], "decision": "send"} | typed
    answer = api(portfolio.manager).post("/api/v1/runs/held/", asked)
    assert (answer.status_code, {one["field"] for one in answer.data["errors"]}) == (400, set(typed))
    assert Run.objects.get().state == "held"


@pytest.mark.django_db(transaction=True)
def test_the_mails_that_a_restore_has_held_are_decided_on_together(api, schedule, portfolio, mailbox):
    carry_out_all(FIRST)
    run = Run.objects.get()
    first, *others = Delivery.objects.order_by("pk").values_list("pk", flat=True)
    Delivery.objects.update(state="unknown", reason="restored")
    url, manager = f"/api/v1/runs/{run.pk}/resolve/", api(portfolio.manager)
    again, let_be = {"deliveries": [first], "decision": "send_again"}, {"deliveries": others, "decision": "let_be"}
    assert api(portfolio.auditor).post(url, again).status_code == 403
    assert api(portfolio.outsider).post(url, again).status_code == 404
    assert [one["state"] for one in manager.post(url, again).data] == ["planned"]
    assert {one["state"] for one in manager.post(url, let_be).data} == {"cancelled"}
    assert manager.post(url, let_be).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_lists_take_the_same_queries_for_one_row_and_three(api, portfolio, mailbox):
    manager = api(portfolio.manager)

    def queries():
        counts = []
        for name in ("schedules", "runs", "deliveries"):
            with CaptureQueriesContext(connection) as captured:
                assert manager.get(f"/api/v1/{name}/").status_code == 200
            counts.append(len(captured))
        return counts

    scheduled(portfolio, name="1", formats=[])
    carry_out_all(FIRST)
    first = queries()
    for name in ("2", "3"):
        scheduled(portfolio, name=name, formats=[])
    carry_out_all(FIRST)
    assert queries() == first == [3, 2, 2]
