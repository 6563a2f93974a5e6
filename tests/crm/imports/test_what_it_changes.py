"""Of every row that updates the check says what it sets, field by field: what is here, and what it becomes."""

import io
import json
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from rest_framework.test import APIClient

from contacts.models import Affiliation, Membership, Organisation, Person
from crm.models import Client, Meeting
from imports import carrying, staging
from tests.world import NOW

HERE = "Klarvik Diagnostik AB"


def check(by, content, kind="clients"):
    return staging.start(kind, "k.csv", content.encode(), by=by)


def changes(run):
    return [[(one["column"], one["before"], one["after"]) for one in row.changes] for row in run.rows.all()]


FILE = f"""Namn;Kommun;Anställda;Hemsida;Kontaktperson;E-post
{HERE};Lund;7;klarvik.exempel;Eva Ek;eva@klarvik.exempel
Ny AB;Lund;7;ny.exempel;Bo Berg;bo@ny.exempel
"""
FILLED = [
    *[("website", "", "https://klarvik.exempel"), ("employees", "", "7")],
    ("person", "", "Eva Ek"),
]


def test_what_a_client_s_row_fills_in_is_told_and_nothing_of_a_new_one(world):
    run = check(world.advisor, FILE)
    assert [row.outcome for row in run.rows.all()] == ["update", "create"]
    assert changes(run) == [FILLED, []]


def test_a_cell_that_only_differs_is_not_framed_as_an_error(world, client):
    world.client.change({}, by=world.advisor, at=NOW, organisation={"employees": 4})
    run = check(world.advisor, f"Namn;Anställda;Status\n{HERE};7;Vilande\nNy AB;7;Okänt läge\n")
    client.force_login(world.advisor)
    differs, unknown = run.rows.all()
    framed = {}
    for row, outcome in ((differs, "differs"), (unknown, unknown.outcome)):
        page = client.get(reverse("crm:import_preview", args=[run.pk]), {"outcome": outcome}).text
        [field] = re.findall(rf'<(?:select|input)[^>]* name="{row.pk}-stage"[^>]*>', page)
        framed[row] = 'aria-invalid="true"' in field
    assert framed == {differs: False, unknown: True}


def test_what_is_told_is_what_is_done(world):
    run = check(world.advisor, FILE)
    carrying.carry_out(run, at=NOW)
    organisation = Organisation.objects.select_related("municipality").get(pk=world.client.organisation_id)
    assert (organisation.municipality.name, organisation.employees) == ("Lund", 7)
    assert organisation.website == "https://klarvik.exempel"
    assert Affiliation.objects.get(organisation=organisation).person.email == "eva@klarvik.exempel"


def test_what_differs_is_a_change_only_when_it_is_taken(world):
    world.client.change({}, by=world.advisor, at=NOW, organisation={"employees": 4})
    run = check(world.advisor, f"Namn;Anställda;Status\n{HERE};7;Vilande\n")
    assert ([row.outcome for row in run.rows.all()], changes(run)) == (["unchanged"], [[]])
    staging.choose_all(run, "differs", "take", by=world.advisor)
    assert changes(run) == [[("employees", "4", "7"), ("stage", "Active", "Dormant")]]
    staging.decide(run, {run.rows.get().pk: {"choice": "skip"}}, by=world.advisor)
    assert changes(run) == [[]]


def test_an_e_mail_that_a_person_lacks_is_filled_in(world):
    eva = Person.add(by=world.advisor, at=NOW, name="Eva Ek", phone="08-1")
    Affiliation.start_all([Affiliation(person=eva, organisation=world.client.organisation)], by=world.advisor, at=NOW)
    run = check(world.advisor, f"Namn;Kontaktperson;E-post\n{HERE};Eva Ek;eva@klarvik.exempel\n")
    assert changes(run) == [[("email", "", "eva@klarvik.exempel")]]


def test_one_more_person_stands_behind_those_who_are_there(world):
    eva = Person.add(by=world.advisor, at=NOW, name="Eva Ek")
    Affiliation.start_all([Affiliation(person=eva, organisation=world.client.organisation)], by=world.advisor, at=NOW)
    run = check(world.advisor, f"Namn;Kontaktperson\n{HERE};Bo Berg\n")
    assert changes(run) == [[("person", "Eva Ek", "Eva Ek, Bo Berg")]]


def test_a_sole_trader_s_number_is_shown_without_its_birthday(world):
    run = check(world.advisor, f"Namn;Org.nr\n{HERE};640823-3234\n")
    (((column, before, after),),) = changes(run)
    assert (column, before, "3234" in after, "0823" in after) == ("number", "", False, False)


def test_partners_tell_what_they_set(world):
    Organisation.add(by=world.advisor, at=NOW, name="Fristad Partner AB", kind="company")
    run = check(world.advisor, "Name;Kind;Website\nFristad Partner AB;Företag;fristad.exempel\n", "partners")
    assert changes(run) == [[("website", "", "https://fristad.exempel")]]


def test_members_tell_their_contact_category_and_state(world):
    first = "Company;Member since;Status\nMedlem AB;2024-01-01;Applied\n"
    carrying.carry_out(check(world.advisor, first, "members"), at=NOW)
    again = "Company;Member since;Status;Category;Contact\nMedlem AB;2024-01-01;Approved;Startup;Eva Ek\n"
    run = check(world.advisor, again, "members")
    assert changes(run) == [[("person", "", "Eva Ek"), ("category", "", "Startup")]]
    staging.choose_all(run, "differs", "take", by=world.advisor)
    assert ("state", "Applied", "Approved") in changes(run)[0]
    carrying.carry_out(run, at=NOW)
    assert Membership.objects.get(organisation__name="Medlem AB").state == "approved"


def test_meetings_tell_what_is_taken_of_their_row(world):
    log = "Datum;Klient;Tid (min);Deltagare;Nästa steg\n2026-05-04;{};{};{};{}\n"
    carrying.carry_out(check(world.advisor, log.format(HERE, 30, "Eva Ek", ""), "meetings"), at=NOW)
    run = check(world.advisor, log.format(HERE, 45, "Bo Berg", "Ring igen"), "meetings")
    assert changes(run) == [[]]
    staging.choose_all(run, "differs", "take", by=world.advisor)
    assert changes(run) == [
        [("minutes", "30", "45"), ("people", "Eva Ek", "Eva Ek, Bo Berg"), ("step", "", "Ring igen")]
    ]
    carrying.carry_out(run, at=NOW)
    assert Meeting.objects.get(clients=world.client, contact_minutes=45).people.count() == 2


def test_page_command_and_api_show_the_same(world, client, tmp_path):
    run = check(world.advisor, FILE)
    client.force_login(world.advisor)
    page = client.get(reverse("crm:import_preview", args=[run.pk]), {"outcome": "update"})
    ((shown,),) = [table.rows for table in page.context["tables"]]
    assert [(str(label), before, after) for label, before, after in shown.changes] == [
        *[("Website", "", "https://klarvik.exempel"), ("Employees", "", "7")],
        ("Contact person", "", "Eva Ek"),
    ]
    assert page.text.count("fills in what is empty") == 3
    door = APIClient()
    door.force_authenticate(world.advisor)
    first, second = door.get(f"/api/v1/imports/{run.pk}/rows/").data["results"]
    expected = [{"column": column, "before": before, "after": after} for column, before, after in FILLED]
    assert (first["changes"], second["changes"]) == (expected, [])
    file, said = tmp_path / "k.csv", io.StringIO()
    file.write_text(FILE)
    call_command("import", "clients", str(file), "--dry-run", "--json", email=world.advisor.email, stdout=said)
    assert json.loads(said.getvalue())["changes"] == [{"row": 2, **one} for one in expected]
    said = io.StringIO()
    call_command("import", "clients", str(file), "--dry-run", email=world.advisor.email, stdout=said)
    assert "2 employees: – → 7" in said.getvalue().splitlines()


def test_old_and_new_stand_beside_each_other_on_the_page(world, client):
    world.client.change({}, by=world.advisor, at=NOW, organisation={"employees": 4})
    run = check(world.advisor, f"Namn;Anställda\n{HERE};7\n")
    staging.choose_all(run, "differs", "take", by=world.advisor)
    client.force_login(world.advisor)
    page = client.get(reverse("crm:import_preview", args=[run.pk]), {"outcome": "update"}).text
    assert 'Employees: <span class="dim">4</span> → <b class="b">7</b>' in page
    assert Client.objects.count() == 1


@pytest.mark.parametrize("code", ["wrong", "right"])
def test_a_row_that_cannot_be_taken_sets_nothing(world, code):
    """An unknown advisor makes it wait, whatever else it would fill in."""
    lead = "Ingen Alls" if code == "wrong" else world.advisor.name
    run = check(world.advisor, f"Namn;Anställda;Rådgivare\n{HERE};7;{lead}\n")
    assert changes(run) == ([[]] if code == "wrong" else [[("employees", "", "7")]])
