"""Schedules, runs and deliveries at the API: the same verbs, the same eyes, the same refusals as on the pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

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
