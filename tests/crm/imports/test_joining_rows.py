"""Rows of one company with other people: whatever such a row says is taken by its first row, or told."""

import pytest
from django.utils import timezone

from contacts.models import Organisation, Person
from imports import carrying, staging
from tests.world import client_named

HEADS = "Namn;Org.nr;Kontaktperson;Status;Land\n"


def joined(world, rows):
    run = staging.start("clients", "k.csv", (HEADS + rows).encode(), by=world.administrator)
    staging.choose_all(run, "more_people", "join", by=world.administrator)
    return carrying.carry_out(run, at=timezone.now())


def told(run, number):
    return [(one["column"], one["message"]) for one in run.rows.get(number=number).problems]


def test_a_row_of_the_number_of_one_that_joins_adds_to_the_same_company(world):
    run = joined(world, "Ett AB;;Eva Ek;;\nEtt AB;559933-2714;Bo Berg;;\nEtt AB;559933-2714;Cia Dal;;\n")
    assert (run.state, run.counts["create"]) == ("done", 3)
    organisation = Organisation.objects.get(name="Ett AB")
    assert organisation.number == "559933-2714"
    named = Person.objects.filter(affiliations__organisation=organisation)
    assert sorted(named.values_list("name", flat=True)) == ["Bo Berg", "Cia Dal", "Eva Ek"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Två AB;559933-2714;Bo Berg;Aktiv;", ("name", "Row 2 of the same company says Ett AB, and not Två AB.")),
        ("Ett AB;;Bo Berg;Aktiv;Norge", ("country", "Row 2 of the same company says SE, and not Norge.")),
    ],
)
def test_another_name_or_country_of_the_same_company_is_told(world, row, said):
    run = joined(world, f"Ett AB;559933-2714;Eva Ek;Aktiv;Sverige\n{row}\n")
    assert [row.outcome for row in run.rows.all()] == ["create", "create"]
    assert told(run, 3) == [said]


def test_what_a_row_says_as_is_supposed_of_its_first_is_compared_with_what_is_here(world):
    """An enquiry is what a new client is when nothing is said; said of one that is here, it differs."""
    client_named("Ett AB")
    run = joined(world, "Ett AB;;Eva Ek;;\nEtt AB;;Bo Berg;Ny;\n")
    assert ("stage", "Differs: Active here, Enquiry in the file.") in told(run, 3)


def test_a_number_without_a_contact_person_is_told_as_the_file_has_it(world):
    file = "Namn;Mobiltelefon\nEtt AB;070-222 22 22\n"
    run = staging.start("clients", "k.csv", file.encode(), by=world.administrator)
    [one] = [one for one in run.rows.get().problems if one["column"] == "phone"]
    assert one["message"] == "“070-222 22 22” has no contact person; it is kept in the note."
