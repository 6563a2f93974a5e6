"""The API door of meetings: same rows, same verbs, same refusals."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from crm.models import Meeting
from journal.models import Entry
from tests.world import NOW, client_named, contact

MEETINGS = "/api/v1/meetings/"
HELD = datetime(2025, 11, 17, 7, 30, tzinfo=UTC)


def queries(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def log(world, **values):
    fields = {"at": NOW, "kind": "video", "starts_at": HELD, "contact_minutes": 45, "clients": [world.client]}
    return Meeting.log(by=world.advisor, **(fields | values))


def sent(world, **values):
    return {"kind": "video", "starts_at": "2025-11-17T07:30:00Z", "clients": [world.client.pk]} | values


def test_a_meeting_is_logged_with_its_parties(api, world):
    maja = contact("Maja Törnqvist", world.client)
    values = {"people": [maja.pk], "contact_minutes": 45, "note": "Gick bra.", "services": []}
    made = api(world.advisor).post(MEETINGS, sent(world, **values))
    assert (made.status_code, made["ETag"], made.data["state"]) == (201, '"1"', "held"), made.data
    assert (made.data["clients"], made.data["people"], made.data["staff"]) == (
        [world.client.pk],
        [maja.pk],
        [world.advisor.pk],
    )
    entries = [(entry.verb, entry.subject_id, entry.by) for entry in Entry.objects.all()]
    assert entries == [("meeting.logged", made.data["id"], world.advisor)]


def test_one_that_starts_later_is_planned(api, world):
    later = (timezone.now() + timedelta(days=2)).isoformat()
    advisor = api(world.advisor)
    assert advisor.post(MEETINGS, sent(world, starts_at=later)).data["state"] == "planned"
    refused = advisor.post(MEETINGS, sent(world, starts_at=later, state="held"))
    assert (refused.status_code, refused.data["errors"][0]["field"]) == (400, "day")


def test_the_same_key_again_answers_the_same_meeting(api, world):
    advisor, key = api(world.advisor), {"Idempotency-Key": str(uuid4())}
    first = advisor.post(MEETINGS, sent(world), headers=key)
    second = advisor.post(MEETINGS, sent(world), headers=key)
    assert (first.status_code, second.status_code, first.data) == (201, 200, second.data)
    assert (Meeting.objects.count(), Entry.objects.count()) == (1, 1)
    wrong = advisor.post(MEETINGS, sent(world), headers={"Idempotency-Key": "7"})
    assert (wrong.status_code, wrong.data["errors"][0]["field"]) == (400, "Idempotency-Key")


def test_keys_are_each_users_own_and_tell_nothing_of_anothers(api, world):
    key = {"Idempotency-Key": str(uuid4())}
    first = api(world.advisor).post(MEETINGS, sent(world), headers=key)
    second = api(world.colleague).post(MEETINGS, sent(world), headers=key)
    assert (second.status_code, Meeting.objects.count()) == (201, 2)
    assert first.json()["id"] != second.json()["id"]


def test_the_same_key_with_other_content_answers_both_and_changes_nothing(api, world):
    key = {"Idempotency-Key": str(uuid4())}
    made = api(world.advisor).post(MEETINGS, sent(world), headers=key).json()
    answer = api(world.advisor).post(MEETINGS, sent(world) | {"note": "Mer"}, headers=key)
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert (answer.json()["current"]["id"], Meeting.objects.get().note) == (made["id"], made["note"])


def test_whom_one_cannot_see_one_cannot_name(api, world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    unseen = contact("Okänd", hidden)
    advisor = api(world.advisor)
    for values, field in (({"clients": [hidden.pk]}, "clients"), ({"people": [unseen.pk]}, "people")):
        refused = advisor.post(MEETINGS, sent(world, **values))
        assert (refused.status_code, refused.data["errors"][0]["field"]) == (400, field)
    assert not Meeting.objects.exists()


def test_what_is_hidden_is_neither_listed_nor_found(api, world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    meeting = Meeting.log(by=world.outsider, at=NOW, kind="video", starts_at=HELD, clients=[hidden])
    advisor = api(world.advisor)
    assert advisor.get(MEETINGS).data["results"] == []
    assert advisor.get(f"{MEETINGS}{meeting.pk}/").status_code == 404
    assert advisor.patch(f"{MEETINGS}{meeting.pk}/", {"note": "x"}, headers={"If-Match": "*"}).status_code == 404


def test_a_patch_needs_the_version_it_changes(api, world):
    meeting = log(world)
    advisor, address = api(world.advisor), f"{MEETINGS}{meeting.pk}/"
    assert advisor.get(address)["ETag"] == '"1"'
    assert advisor.patch(address, {"note": "x"}).status_code == 428
    changed = advisor.patch(address, {"note": "x", "created_by": world.manager.pk}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed["ETag"], changed.data["note"]) == (200, '"2"', "x")
    assert (changed.data["created_by"], changed.data["clients"]) == (world.advisor.pk, [world.client.pk])
    conflict = advisor.patch(address, {"note": "y"}, headers={"If-Match": '"1"'})
    assert (conflict.status_code, conflict["ETag"], conflict.data["current"]["note"]) == (412, '"2"', "x")
    assert Meeting.objects.get().note == "x"


def test_parties_are_replaced_by_those_sent(api, world):
    maja, olle = contact("Maja Törnqvist", world.client), contact("Olle Ek", world.client)
    meeting = log(world, people=[maja])
    address = f"{MEETINGS}{meeting.pk}/"
    changed = api(world.advisor).patch(address, {"people": [olle.pk]}, headers={"If-Match": "*"})
    assert (changed.status_code, changed.data["people"]) == (200, [olle.pk])


def test_a_planned_meeting_is_cancelled_once_and_never_by_a_patch(api, world):
    meeting = log(world, state="planned")
    advisor, address = api(world.advisor), f"{MEETINGS}{meeting.pk}/"
    assert advisor.patch(address, {"state": "cancelled"}, headers={"If-Match": "*"}).status_code == 400
    done = advisor.post(f"{address}cancel/", {"reason": "Sjuk"}, headers={"If-Match": "*"})
    assert (done.status_code, done.data["state"], done["ETag"]) == (200, "cancelled", '"2"')
    assert Entry.objects.latest("pk").facts == {}
    assert advisor.post(f"{address}cancel/", headers={"If-Match": "*"}).status_code == 400


def test_who_may_not_is_told_why(api, world):
    meeting = log(world, state="planned")
    address = f"{MEETINGS}{meeting.pk}/"
    for who in ("auditor", "colleague"):
        program = api(getattr(world, who))
        assert program.get(address).status_code == 200
        for refused in (
            program.patch(address, {"note": "x"}, headers={"If-Match": "*"}),
            program.post(f"{address}cancel/", headers={"If-Match": "*"}),
        ):
            assert (refused.status_code, bool(refused.data["detail"])) == (403, True)
    assert api(world.auditor).post(MEETINGS, sent(world)).status_code == 403
    assert APIClient().get(MEETINGS).status_code == 401


def test_the_list_is_filtered_as_on_the_page(api, world):
    other = client_named("Ångwave AB")
    log(world)
    phone = log(world, kind="phone", clients=[other], starts_at=HELD + timedelta(days=30))
    advisor = api(world.advisor)
    for query in ("kind=phone", f"client={other.pk}", "after=2025-12-01"):
        assert [row["id"] for row in advisor.get(f"{MEETINGS}?{query}").data["results"]] == [phone.pk], query
    assert advisor.get(f"{MEETINGS}?kind=nonsense").status_code == 400


def test_the_list_is_read_page_by_page(api, world):
    meetings = [log(world).pk for _ in range(3)]
    advisor = api(world.advisor)
    first = advisor.get(f"{MEETINGS}?page_size=2").data
    rest = advisor.get(first["next"]).data
    assert [row["id"] for row in [*first["results"], *rest["results"]]] == meetings[::-1]


def test_the_list_costs_the_same_for_one_row_and_three(api, world):
    advisor = api(world.advisor)
    log(world, people=[contact("Maja Törnqvist", world.client)])
    assert queries(lambda: advisor.get(MEETINGS)) == 2
    for number in range(2):
        other = client_named(f"Bolag {number}")
        log(world, clients=[other], people=[contact(f"Person {number}", other)], staff=[world.colleague])
    assert queries(lambda: advisor.get(MEETINGS)) == 2


def test_the_description_tells_of_meetings(api, world):
    schema = api(world.advisor).get("/api/v1/schema/").json()
    assert {MEETINGS, f"{MEETINGS}{{id}}/", f"{MEETINGS}{{id}}/cancel/"} <= set(schema["paths"])
    parameters = {one["name"] for one in schema["paths"][MEETINGS]["post"]["parameters"]}
    assert "Idempotency-Key" in parameters


def test_a_patch_that_changes_nothing_keeps_the_version(api, world):
    meeting, advisor = log(world, note="Gick bra."), api(world.advisor)
    answer = advisor.patch(f"{MEETINGS}{meeting.pk}/", {"note": "Gick bra."}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.data["version"]) == (200, 1)
    again = advisor.patch(f"{MEETINGS}{meeting.pk}/", {"note": "Bättre."}, headers={"If-Match": '"1"'})
    assert (again.status_code, again.data["version"]) == (200, 2)
