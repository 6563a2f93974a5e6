"""The API door of clients, organisations, people and memberships: same rows, same verbs, same refusals."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Community, Membership, Organisation, Person
from crm.models import Client
from journal.models import Entry
from tests.world import client_named, contact

CLIENTS = "/api/v1/clients/"


def queries(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def test_the_list_has_the_clients_one_may_see_filtered_as_on_the_page(api, world):
    client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    client_named("Ångwave AB", stage="enquiry")
    advisor = api(world.advisor)
    names = [row["organisation"]["name"] for row in advisor.get(CLIENTS).data["results"]]
    assert names == ["Klarvik Diagnostik AB", "Ångwave AB"]
    found = advisor.get(f"{CLIENTS}?stage=enquiry&q=ang").data["results"]
    assert [row["organisation"]["name"] for row in found] == ["Ångwave AB"]
    refused = advisor.get(f"{CLIENTS}?stage=nonsense")
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")


def test_a_client_has_its_allowed_fields_and_its_etag(api, world):
    answer = api(world.advisor).get(f"{CLIENTS}{world.client.pk}/")
    assert answer["ETag"] == '"1"'
    assert set(answer.data) == {
        *("id", "organisation", "stage", "stage_since", "opened_on", "lead", "team", "needs", "note", "origin"),
        *("origin_note", "cadence_days", "confidentiality", "last_contact_on", "created_at", "version"),
    }


def test_a_sole_traders_number_is_masked(api, world):
    Organisation.objects.update(number="850101-1236", number_scheme="personal")
    advisor = api(world.advisor)
    assert "1236" not in advisor.get(f"{CLIENTS}{world.client.pk}/").content.decode()
    assert "1236" not in advisor.get("/api/v1/organisations/").content.decode()


def test_a_client_is_opened_with_its_organisation(api, world):
    sent = {"organisation": {"name": "Havrekärna Livs AB", "number": "5599140208", "municipality": "1285"}}
    made = api(world.advisor).post(CLIENTS, sent | {"lead": world.advisor.pk, "needs": "Export"})
    assert made.status_code == 201, made.data
    client = Client.objects.get(pk=made.data["id"])
    assert (client.organisation.number, client.team, client.needs) == ("559914-0208", world.health, "Export")
    assert (made["ETag"], Entry.objects.get().verb) == ('"1"', "client.opened")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "organisation"),
        ({"organisation": {"name": ""}}, "organisation.name"),
        ({"organisation": {"name": "X AB", "number": "559914-0209"}}, "organisation.number"),
        ({"organisation_id": 0}, "organisation_id"),
        ({"organisation_id": 999999}, "organisation_id"),
    ],
)
def test_what_cannot_be_opened_is_said_field_by_field(api, world, sent, field):
    answer = api(world.advisor).post(CLIENTS, sent)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.data["errors"][0]["field"].startswith(field), answer.data


def test_a_patch_needs_the_version_it_changes(api, world):
    advisor, address = api(world.advisor), f"{CLIENTS}{world.client.pk}/"
    assert advisor.patch(address, {"needs": "x"}).status_code == 428
    changed = advisor.patch(address, {"needs": "x", "stage": "completed"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.data["needs"], changed.data["stage"]) == (200, "x", "active")
    conflict = advisor.patch(address, {"needs": "y"}, headers={"If-Match": '"1"'})
    assert (conflict.status_code, conflict.data["current"]["needs"]) == (412, "x")


def test_verbs_are_posts_and_refuse_in_words(api, world):
    advisor, address = api(world.advisor), f"{CLIENTS}{world.client.pk}/"
    any_version = {"If-Match": "*"}
    assert advisor.post(f"{address}move/", {"stage": "dormant"}).status_code == 428
    assert advisor.post(f"{address}move/", {"stage": "dormant"}, headers=any_version).data["stage"] == "dormant"
    refused = advisor.post(f"{address}move/", {"stage": "enquiry"}, headers=any_version)
    assert (refused.status_code, refused.data["errors"][0]["field"]) == (400, "stage")
    assigned = advisor.post(f"{address}assign/", {"lead": world.outsider.pk}, headers=any_version)
    assert (assigned.data["lead"], assigned.data["team"]) == (world.outsider.pk, world.food.pk)
    asked = (f"{address}confidentiality/", {"confidentiality": "team"})
    assert advisor.post(*asked, headers=any_version).status_code == 403
    hidden = api(world.outsider).post(*asked, headers=any_version)
    assert hidden.data["confidentiality"] == "team"
    assert advisor.get(address).status_code == 404


def test_an_auditor_reads_and_is_refused_with_the_reason(api, world):
    auditor = api(world.auditor)
    assert auditor.get(f"{CLIENTS}{world.client.pk}/").status_code == 200
    refused = auditor.patch(f"{CLIENTS}{world.client.pk}/", {"needs": "x"}, headers={"If-Match": "*"})
    assert (refused.status_code, bool(refused.data["detail"])) == (403, True)


def test_the_timeline_tells_what_happened_to_the_client(api, world):
    advisor, address = api(world.advisor), f"{CLIENTS}{world.client.pk}/"
    advisor.post(f"{address}move/", {"stage": "dormant"}, headers={"If-Match": "*"})
    told = advisor.get(f"{address}timeline/").data
    assert told["counts"] == {"client": 1}
    assert [(one["verb"], one["subject"]["name"]) for one in told["results"]] == [
        ("client.stage_changed", "Klarvik Diagnostik AB")
    ]


def test_lists_cost_the_same_for_one_row_and_three(api, world):
    advisor = api(world.advisor)
    contact("Maja Törnqvist", world.client)
    community = Community.objects.create(name="HealthTech Nordic")
    Membership.objects.create(community=community, organisation=world.client.organisation)
    paths = [CLIENTS, "/api/v1/organisations/", "/api/v1/people/", "/api/v1/memberships/"]
    assert [queries(lambda path=path: advisor.get(path)) for path in paths] == [2, 2, 2, 2]
    for number in range(2):
        other = client_named(f"Bolag {number}")
        contact(f"Person {number}", other)
        Membership.objects.create(community=community, organisation=other.organisation)
    assert [queries(lambda path=path: advisor.get(path)) for path in paths] == [2, 2, 2, 2]


def test_detail_and_create_stay_within_their_queries(api, world):
    advisor = api(world.advisor)
    assert queries(lambda: advisor.get(f"{CLIENTS}{world.client.pk}/")) == 2
    advisor.post(CLIENTS, {"organisation": {"name": "Förut AB"}})
    opening_and_closing_the_transaction = 2
    made = queries(lambda: advisor.post(CLIENTS, {"organisation": {"name": "Ny AB"}}))
    # One of them looks for a likeness that only an administrator is told of, one for what webhooks listen to.
    assert made - opening_and_closing_the_transaction == 10


def test_people_join_organisations_and_hide_what_is_protected(api, world):
    advisor = api(world.advisor)
    made = advisor.post("/api/v1/people/", {"name": "Maja Törnqvist", "email": "maja@klarvik.example"})
    assert made.status_code == 201
    address = f"/api/v1/people/{made.data['id']}/"
    joined = advisor.post(f"{address}join/", {"organisation": world.client.organisation_id, "role": "VD"})
    assert (joined.status_code, joined.data["role"]) == (201, "VD")
    hidden = advisor.patch(address, {"is_protected": True}, headers={"If-Match": made["ETag"]})
    assert hidden.data["email"] == ""
    assert Person.objects.get().email == "maja@klarvik.example"
    assert advisor.get("/api/v1/people/?q=maja@").data["results"] == []


def test_a_membership_goes_from_application_to_leaving(api, world):
    advisor, community = api(world.advisor), Community.objects.create(name="HealthTech Nordic")
    sent = {"community": community.pk, "organisation": world.client.organisation_id}
    made = advisor.post("/api/v1/memberships/", sent)
    assert (made.status_code, made.data["state"]) == (201, "applied")
    assert advisor.post("/api/v1/memberships/", sent).status_code == 400
    address = f"/api/v1/memberships/{made.data['id']}/"
    assert advisor.post(f"{address}activate/", headers={"If-Match": "*"}).status_code == 400
    for verb, state in (("approve", "approved"), ("activate", "active"), ("leave", "left")):
        assert advisor.post(f"{address}{verb}/", headers={"If-Match": "*"}).data["state"] == state


def test_the_description_tells_of_these_nouns_and_verbs(api, world):
    schema = api(world.advisor).get("/api/v1/schema/").json()
    assert {"/api/v1/clients/", "/api/v1/clients/{id}/move/", "/api/v1/clients/{id}/timeline/"} <= set(schema["paths"])
    parameters = {one["name"] for one in schema["paths"]["/api/v1/clients/"]["get"]["parameters"]}
    assert {"q", "lead", "stage", "quiet", "municipality", "size"} <= parameters
