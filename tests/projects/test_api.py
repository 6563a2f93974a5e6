"""The projects room's API door: the same verbs and the same eyes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from contacts.models import Organisation
from projects import states
from projects.models import Milestone
from tests.projects.test_states import report
from tests.world import NOW, project_named


@pytest.fixture
def api(world):
    def sign_in(user):
        client = APIClient()
        client.force_authenticate(user)
        return client

    return sign_in


def test_a_project_is_started_read_and_changed_with_its_etag(api, world):
    lead = api(world.lead)
    made = lead.post("/api/v1/projects/", {"title": "Tyst larm", "starts_on": "2026-11-01"})
    assert made.status_code == 201, made.data
    address = f"/api/v1/projects/{made.data['id']}/"
    assert lead.patch(address, {"summary": "x"}).status_code == 428
    changed = lead.patch(address, {"summary": "x"}, headers={"If-Match": made["ETag"]})
    assert (changed.status_code, changed.data["summary"], changed["ETag"]) == (200, "x", '"2"')
    conflict = lead.patch(address, {"summary": "y"}, headers={"If-Match": made["ETag"]})
    assert (conflict.status_code, conflict.data["current"]["summary"]) == (412, "x")
    assert conflict["Content-Type"] == "application/problem+json"


def test_a_hidden_project_and_what_hangs_on_it_are_not_there(api, world):
    Milestone.add(world.project, by=world.lead, at=NOW, title="x", planned_on=date(2026, 12, 1))
    world.project.confidentiality = "named"
    world.project.save()
    outsider = api(world.outsider)
    assert outsider.get(f"/api/v1/projects/{world.project.pk}/").status_code == 404
    assert outsider.get("/api/v1/milestones/").data["results"] == []
    answer = outsider.post("/api/v1/status-reports/", {"project": world.project.pk, "overall": "on_track"})
    assert answer.status_code == 400


def test_a_status_is_posted_and_can_never_be_changed(api, world):
    lead = api(world.lead)
    bad = lead.post("/api/v1/status-reports/", {"project": world.project.pk, "overall": "watch"})
    assert (bad.status_code, {one["field"] for one in bad.data["errors"]}) == (
        400,
        {"comment_overall", "recovery_overall"},
    )
    words = {"comments": {"overall": "Sent"}, "recovery": {"overall": "Plan"}}
    made = lead.post("/api/v1/status-reports/", {"project": world.project.pk, "overall": "watch", **words})
    assert made.status_code == 201, made.data
    address = f"/api/v1/status-reports/{made.data['id']}/"
    assert [getattr(lead, verb)(address).status_code for verb in ("put", "patch", "delete")] == [405, 405, 405]
    assert (
        api(world.outsider)
        .post("/api/v1/status-reports/", {"project": world.project.pk, "overall": "on_track"})
        .status_code
        == 403
    )


def test_the_portfolio_answers_as_of_a_day_and_tells_what_changed(api, world):
    report(world.project, date(2026, 3, 3), "watch")
    report(world.project, date(2026, 6, 3), "off_track")
    report(world.project, date(2026, 7, 3), "on_track")
    states.rebuild([world.project], NOW)
    answer = api(world.manager).get("/api/v1/portfolio/", {"as_of": "2026-06-30", "compare": "2026-03-31"})
    assert answer.status_code == 200, answer.data
    (row,) = answer.data["projects"]
    assert (row["lights"]["overall"], row["reported_on"], row["age_days"]) == ("off_track", "2026-06-03", 27)
    (change,) = answer.data["changes"]
    assert change["parts"][0]["before"] == "watch" and change["parts"][0]["after"] == "off_track"
    assert answer.data["counts"]["off_track"] == 1
    wrong = api(world.manager).get("/api/v1/portfolio/", {"as_of": "i fjol"})
    assert (wrong.status_code, wrong.data["errors"][0]["field"]) == (400, "as_of")


def test_gates_milestones_risks_benefits_partners_and_budget_have_their_doors(api, world):
    lead, manager, project = api(world.lead), api(world.manager), world.project.pk
    clinic = Organisation.objects.create(name="Hudkliniken")

    def post(name, client=lead, **data):
        answer = client.post(f"/api/v1/{name}/", {"project": project, **data})
        assert answer.status_code == 201, answer.data
        return answer.data["id"]

    post("gate-plans", gate="G0", planned_on="2026-12-01")
    post("gate-decisions", client=manager, gate="G0", verdict="go", decider="Styrgruppen")
    milestone = post("milestones", title="Länk", planned_on="2026-12-01")
    risk = post("risks", text="Sent", probability=2, consequence=2)
    benefit = post("benefits", measure="Dagar", kind="access", baseline=19, target=2)
    partner = post("partners", organisation=clinic.pk, role="clinic")
    post("budget-lines", plan_sek=1000, forecast_sek=1000, actual_sek=0)
    assert lead.post(f"/api/v1/milestones/{milestone}/finish/", headers={"If-Match": "*"}).status_code == 200
    assert lead.post(f"/api/v1/risks/{risk}/close/", headers={"If-Match": "*"}).status_code == 200
    assert lead.post(f"/api/v1/benefits/{benefit}/read/", {"value": 3}).status_code == 201
    assert lead.delete(f"/api/v1/partners/{partner}/").status_code == 204
    assert (
        lead.post(f"/api/v1/projects/{project}/close/", {"reason": "Klart"}, headers={"If-Match": "*"}).status_code
        == 200
    )
    assert lead.post("/api/v1/gate-decisions/", {"project": project, "gate": "G1", "verdict": "go"}).status_code == 403


@pytest.mark.parametrize(
    "name", ["projects", "status-reports", "milestones", "risks", "benefits", "partners", "portfolio"]
)
def test_lists_take_the_same_queries_for_one_row_and_three(api, world, name):
    def add(project, number):
        organisation = Organisation.objects.create(name=f"Klinik {number}")
        project.partners.create(organisation=organisation, role="clinic")
        project.risks.create(text="x", probability=1, consequence=1)
        project.milestones.create(title="x", planned_on=date(2026, 12, 1))
        project.benefits.create(measure="x", kind="access").readings.create(on=date(2026, 5, 1), value=1)
        report(project, date(2026, 5, number))
        states.rebuild([project], NOW)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert api(world.manager).get(f"/api/v1/{name}/").status_code == 200
        return len(captured)

    add(world.project, 1)
    first = queries()
    add(project_named("Två", lead=world.lead), 2)
    add(project_named("Tre", lead=world.lead), 3)
    assert queries() == first
    assert first <= 6
