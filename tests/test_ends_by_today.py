"""What ends by a day ends today or earlier, at every door: it would be over at once; a day to come is a plan. Nor does
it end before it began."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from contacts.models import Community, Membership
from imports import carrying, staging
from projects.models import Milestone, Risk
from tests.projects.books import workbook
from tests.world import NOW, TODAY, contact

TOMORROW = TODAY + timedelta(days=1)


def risk(world):
    made = Risk.add(world.project, by=world.lead, at=NOW, text="Sent", probability=2, consequence=2)
    return made, "close", "closed_on", "A risk is closed today or on an earlier day."


def milestone(world):
    made = Milestone.add(world.project, by=world.lead, at=NOW, title="Länk", planned_on=TODAY)
    return made, "finish", "done_on", "A milestone is met today or on an earlier day."


def role(world):
    made = contact("Maja Ek", world.client).affiliations.get()
    return made, "end", "to_on", "A role ends today or on an earlier day."


def membership(world):
    community = Community.objects.create(name="Hälsa Syd")
    made = Membership.objects.create(
        community=community, organisation=world.client.organisation, state="active", since_on=date(2026, 1, 1)
    )
    return made, "leave", "left_on", "A membership ends today or on an earlier day."


def project(world):
    return world.project, "close", "ended_on", "The day must be in the present phase and not after today."


ENDS = [risk, milestone, role, membership, project]


@pytest.mark.parametrize("make", ENDS)
def test_a_day_to_come_is_refused_by_the_verb_at_its_field_and_today_is_not(world, make):
    row, verb, _field, words = make(world)
    with pytest.raises(ValidationError) as no:
        getattr(row, verb)(on=TOMORROW, by=world.lead, at=NOW)
    assert no.value.message_dict == {"on": [words]}
    getattr(row, verb)(on=TODAY, by=world.lead, at=NOW)


BEGINNINGS = [
    (risk, TODAY, "on", "A risk is closed on the day it was entered or later."),
    (role, TODAY, "__all__", "The last day is before the first."),
    (membership, date(2026, 1, 1), "on", "A membership ends on the day it began or later."),
    (project, date(2025, 2, 6), "on", "The day must be in the present phase and not after today."),
]


@pytest.mark.parametrize(("make", "began", "field", "words"), BEGINNINGS)
def test_a_day_before_it_began_is_refused_by_the_verb_and_the_day_it_began_is_not(world, make, began, field, words):
    row, verb, _field, _words = make(world)
    if make is role:
        row.change({"from_on": began}, by=world.lead, at=NOW)
    with pytest.raises(ValidationError) as no:
        getattr(row, verb)(on=began - timedelta(days=1), by=world.lead, at=NOW)
    assert no.value.message_dict == {field: [words]}
    getattr(row, verb)(on=began, by=world.lead, at=NOW)


def test_a_program_is_told_of_a_day_before_the_beginning_at_the_field(world):
    door = APIClient(headers={"accept-language": "en", "if-match": "*"})
    door.force_authenticate(world.lead)
    doors = [(BEGINNINGS[0], "risks/{}/close"), (BEGINNINGS[2], "memberships/{}/leave")]
    for (make, began, field, words), place in doors:
        sent = {"on": (began - timedelta(days=1)).isoformat()}
        answer = door.post(f"/api/v1/{place.format(make(world)[0].pk)}/", sent, format="json")
        told = [(one["field"], one["message"]) for one in answer.json()["errors"]]
        assert (answer.status_code, told) == (400, [(field, words)])


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (risk, "risks/{}/close"),
        (milestone, "milestones/{}/finish"),
        (membership, "memberships/{}/leave"),
        (project, "projects/{}/close"),
    ],
)
def test_a_program_is_told_at_the_field(world, make, address):
    row, _verb, _field, words = make(world)
    door = APIClient(headers={"accept-language": "en", "if-match": "*"})
    door.force_authenticate(world.lead)
    later = timezone.localdate() + timedelta(days=1)
    sent = {"on": later.isoformat(), "reason": "Klart"} if make is project else {"on": later.isoformat()}
    answer = door.post(f"/api/v1/{address.format(row.pk)}/", sent, format="json")
    told = [(one["field"], one["message"]) for one in answer.json()["errors"]]
    assert (answer.status_code, told) == (400, [("on", words)])


def test_the_page_of_a_role_says_it_at_the_day(world):
    row, _verb, field, words = role(world)
    browser = Browser()
    browser.force_login(world.advisor)
    later = timezone.localdate() + timedelta(days=1)
    url = reverse("contacts:affiliation_end", args=[row.pk])
    answer = browser.post(url, {"on": later.isoformat(), "version": row.version})
    assert (answer.status_code, answer.context["end_form"].errors) == (422, {"on": [words]})
    row.refresh_from_db()
    assert getattr(row, field) is None


@pytest.mark.parametrize("is_known", [False, True])
def test_a_file_s_milestone_that_is_to_be_met_is_refused_at_its_cell(world, is_known):
    if is_known:
        Milestone.add(world.project, by=world.lead, at=NOW, title="Länk", planned_on=TODAY)
    later = timezone.localdate() + timedelta(days=1)
    heads = {"Milstolpar": ["Projektkod", "Milstolpe", "Planerad", "Klar"]}
    rows = {"Milstolpar": [[world.project.code, "Länk", TODAY.isoformat(), later.isoformat()]]}
    run = staging.start("projects", "p.xlsx", workbook(heads, rows), by=world.manager)
    carrying.carry_out(run, at=timezone.now())
    (row,) = run.rows.all()
    told = [(one["column"], one["message"]) for one in row.problems]
    assert (row.outcome, told) == ("error", [("done", "A milestone is met today or on an earlier day.")])
    assert not Milestone.objects.exclude(done_on=None).exists()


def test_a_file_s_membership_that_is_to_end_before_it_began_is_refused_at_its_cell(world):
    made, *_rest = membership(world)
    began = timezone.localdate() + timedelta(days=9)
    Community.objects.update(name="HealthTech Nordic")
    Membership.objects.update(since_on=began)
    file = f"Företag;Medlem sedan;Status\n{made.organisation.name};{began};Lämnat\n"
    run = staging.start("members", "m.csv", file.encode(), by=world.manager)
    staging.choose_all(run, "differs", "take", by=world.manager)
    (row,) = run.rows.all()
    assert (row.outcome, [one["code"] for one in row.problems][-1]) == ("error", "refused")
