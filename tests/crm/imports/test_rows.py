"""What rows of clients, partners and members do: as their verbs would, told in the check, the same again when brought
again."""

import json
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contacts.models import Affiliation, Organisation, Person
from crm.models import Client
from imports import carrying, staging, telling
from journal.models import Entry
from tests.world import NOW

CASES = Path(__file__).resolve().parents[2] / "data" / "cases"


def check(by, content, kind="clients"):
    content = (CASES / content).read_bytes() if isinstance(content, str) and content.endswith(".csv") else content
    content = content.encode() if isinstance(content, str) else content
    return staging.start(kind, "k.csv", content, by=by)


def take_in(by, content, kind="clients"):
    return carrying.carry_out(check(by, content, kind), at=timezone.now())


def told(run):
    return [(row.outcome, [one["message"] for one in row.problems]) for row in run.rows.all()]


def codes(run):
    return [(row.outcome, [(one["column"], one["code"]) for one in row.problems]) for row in run.rows.all()]


def test_what_is_longer_than_its_column_is_told_and_not_cut(world):
    run = take_in(world.advisor, "c13-too-long-names.csv")
    assert run.state == "done"
    assert codes(run) == [("error", [("person", "refused"), ("name", "refused")])]
    assert not Organisation.objects.filter(name__startswith="Långnamn").exists()


def test_an_amount_beyond_its_column_is_left_out_and_told(world):
    run = take_in(world.advisor, "c15-amount-too-large.csv")
    assert codes(run)[0] == ("create", [("turnover", "amount_too_large")])
    assert Organisation.objects.get(name="Stor AB").turnover_sek is None
    assert Organisation.objects.get(name="Liten AB").turnover_sek == 5


def test_what_comes_in_is_signed_by_whoever_brings_it_as_the_page_would(world):
    run = check(world.advisor, "Namn;Status;Kontaktperson;Startdatum\nNy AB;Aktiv;Eva Ny;2024-02-01\n")
    carrying.carry_out(run, at=NOW)
    client = Client.objects.get(name="Ny AB")
    role = Affiliation.objects.get(organisation=client.organisation)
    assert role.is_main
    verbs = ["client.opened", "affiliation.started"]
    entries = Entry.objects.filter(verb__in=verbs)
    assert [(one.verb, one.by, one.at, one.subject) for one in entries.order_by("pk")] == [
        ("client.opened", world.advisor, NOW, client),
        ("affiliation.started", world.advisor, NOW, role),
    ]
    for row in (client, client.organisation, role.person, role):
        [kept] = row.history.all()
        assert (kept.history_user, kept.history_date) == (world.advisor, NOW)


def test_one_company_comes_in_with_all_its_people_by_one_decision(world):
    run = check(world.advisor, "c20-many-contacts-of-one-company.csv")
    assert codes(run) == [
        ("create", []),
        ("decision", [("person", "more_people")]),
        ("decision", [("person", "more_people")]),
    ]
    assert staging.choose_all(run, "more_people", "join", by=world.advisor) == 2
    assert [row.outcome for row in run.rows.all()] == ["create"] * 3
    carrying.carry_out(run, at=timezone.now())
    company = Organisation.objects.get(name="Flera AB")
    roles = company.affiliations.order_by("pk")
    assert [(role.person.name, role.is_main) for role in roles] == [
        ("Ett Namn", True),
        ("Två Namn", False),
        ("Tre Namn", False),
    ]
    again = check(world.advisor, "c20-many-contacts-of-one-company.csv")
    assert [row.outcome for row in again.rows.all()] == ["unchanged"] * 3


def test_only_what_is_offered_is_chosen_for_all(world):
    run = check(world.advisor, "c20-many-contacts-of-one-company.csv")
    assert staging.choose_all(run, "more_people", "same:1", by=world.advisor) == 0


def test_one_name_with_two_emails_is_two_people(world):
    take_in(world.advisor, "c21-same-name-1.csv")
    run = take_in(world.advisor, "c21-same-name-2.csv")
    assert codes(run) == [("update", [("email", "another_person")])]
    assert sorted(Person.objects.filter(name="Anna Berg").values_list("email", "phone")) == [
        ("anna.berg2@namnsdal.exempel", "+46 70 222 22 22"),
        ("anna.berg@namnsdal.exempel", "+46 70 111 11 11"),
    ]
    for name in ("c21-same-name-1.csv", "c21-same-name-2.csv"):
        assert [row.outcome for row in check(world.advisor, name).rows.all()] == ["unchanged"]


def test_companies_without_a_number_are_not_each_others_duplicates(world):
    run = take_in(world.advisor, "saknas-twice.csv")
    assert codes(run) == [("create", [("number", "no_number")])] * 4
    assert set(Organisation.objects.filter(name__contains="Saknas").values_list("number", "country")) == {("", "SE")}


FIRST = "Företag;Org.nr;Status;Startdatum\nAgroflow Technologies AB;559934-8546;Aktiv;2019-01-01\n"


def test_a_difference_that_is_not_taken_in_is_told(world):
    take_in(world.advisor, FIRST)
    run = take_in(world.advisor, "status-changed.csv")
    assert told(run) == [
        (
            "unchanged",
            ["Differs: Active here, Dormant in the file.", "Differs: 2019-01-01 here, 2020-01-01 in the file."],
        )
    ]
    client = Client.objects.get(name="Agroflow Technologies AB")
    assert (client.stage, str(client.opened_on)) == ("active", "2019-01-01")
    assert staging.choose_all(run, "differs", "take", by=world.advisor) == 1
    assert [row.outcome for row in run.rows.all()] == ["update"]
    carrying.carry_out(run, at=timezone.now())
    client.refresh_from_db()
    assert (client.stage, str(client.opened_on)) == ("dormant", "2020-01-01")
    assert [move.to_stage for move in client.stage_moves.all()] == ["active", "dormant"]
    again = check(world.advisor, "status-changed.csv")
    assert told(again) == [("unchanged", [])]


def test_a_move_that_the_verb_refuses_is_told_when_it_is_to_be_taken(world):
    take_in(world.advisor, FIRST)
    run = check(world.advisor, "Företag;Org.nr;Status\nAgroflow Technologies AB;559934-8546;Ny\n")
    staging.choose_all(run, "differs", "take", by=world.advisor)
    assert told(run) == [
        ("error", ["Differs: Active here, Enquiry in the file.", "A client cannot go from Active to Enquiry."])
    ]


def test_a_file_without_stages_comes_in_with_a_chosen_one(world):
    run = take_in(world.advisor, "c03-no-stage-column.csv")
    assert told(run) == [("create", [])]
    assert json.loads(telling.dump(run, run.by))["defaults"] == {"": {"stage": "enquiry"}}
    client = Client.objects.get(name="Utan Skede AB")
    assert client.stage == "enquiry"
    client.move_to("assessment", on=timezone.localdate(), by=world.advisor, at=timezone.now())
    assert told(check(world.advisor, "c03-no-stage-column.csv")) == [("unchanged", [])]


def test_our_own_leftovers_come_back_as_they_were(world, client):
    """What a spreadsheet would run has an apostrophe in the file that leaves, and none when it is brought back."""
    run = take_in(world.advisor, "c23-apostrophes-of-our-own-leftovers.csv")
    client.force_login(world.advisor)
    for form in ("csv", "xlsx"):
        file = client.get(reverse("crm:import_left", args=[run.pk, form])).getvalue()
        again = staging.start("clients", f"left.{form}", file, by=world.advisor)
        [before], [after] = run.rows.all(), again.rows.all()
        assert {name: text for name, text in after.cells.items() if text} == before.cells
        assert (after.outcome, after.problems) == (before.outcome, before.problems)
    staging.decide(again, {again.rows.get().pk: {"opened": "2024-12-01"}}, by=world.advisor)
    carrying.carry_out(again, at=timezone.now())
    kept = Client.objects.get(name="Resten AB")
    assert kept.note == "- ringde först"
    assert Person.objects.get(name="Ina").phone == "+46 70 111 22 33"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_our_own_export_comes_back_unchanged(world, client, language, form):
    rows = "Namn;Kommun;Status;Ansvarig\nEtt AB;Lund;Vilande;Bo Sandberg\nTvå AB;Malmö;Avböjd;\n=3+4 AB;Lund;Ny;\n"
    take_in(world.advisor, rows)
    User.objects.filter(pk=world.advisor.pk).update(language=language)
    client.force_login(world.advisor)
    file = client.get(reverse("crm:client_export", args=[form]))
    assert file.status_code == 200
    run = staging.start("clients", f"export.{form}", file.getvalue(), by=world.advisor)
    assert told(run) == [("unchanged", [])] * 4
