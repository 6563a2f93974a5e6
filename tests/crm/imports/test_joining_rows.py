"""Rows of one company with other people: whatever such a row says is taken by its first row, or told."""

import pytest
from django.utils import timezone

from contacts.models import Organisation, Person
from imports import carrying, staging
from tests.world import NOW, client_named

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


def test_a_note_that_differs_from_what_is_here_is_told_at_the_row_that_gives_it(world):
    client = client_named("Ett AB")
    client.change({"note": "Vill växa"}, by=world.administrator, at=NOW)
    file = "Namn;Kontaktperson;Anteckning\nEtt AB;Eva Ek;\nEtt AB;Bo Berg;Annat\n"
    run = staging.start("clients", "k.csv", file.encode(), by=world.administrator)
    staging.choose_all(run, "more_people", "join", by=world.administrator)
    assert ("note", "Differs: Vill växa here, Annat in the file.") in told(run, 3)


def test_a_number_that_its_first_row_does_not_take_is_told(world):
    client_named("Ett AB")
    run = joined(world, "Ett AB;;Eva Ek;;\nEtt AB;559933-2714;Bo Berg;;\n")
    assert told(run, 3) == [("number", "Row 2 of the same company says nothing, and not 559933-2714.")]


def test_what_its_first_row_says_too_and_is_otherwise_here_is_told_at_both(world):
    client_named("Ett AB")
    run = joined(world, "Ett AB;;Eva Ek;Vilande;Norge\nEtt AB;;Bo Berg;Vilande;Norge\n")
    differs = [
        ("country", "Differs: SE here, NO in the file."),
        ("stage", "Differs: Active here, Dormant in the file."),
    ]
    assert [one for one in told(run, 2) if one in differs] == differs
    assert told(run, 3) == differs


def test_a_country_that_gives_way_to_the_number_of_a_joining_row_is_told(world):
    run = joined(world, "Ett AB;;Eva Ek;Aktiv;Norge\nEtt AB;559933-2714;Bo Berg;Aktiv;\n")
    assert ("country", "SE, as its number says, and not Norge.") in told(run, 2)
    assert Organisation.objects.get(name="Ett AB").country == "SE"


def test_a_name_alone_does_not_join_a_company_of_another_name(world):
    """Row 3 has the number of row 2; row 4 has the name of row 3, and may be either."""
    run = joined(world, "Ett AB;559933-2714;Eva Ek;;\nTvå AB;559933-2714;Bo Berg;;\nTvå AB;;Cia Dal;;\n")
    assert [row.outcome for row in run.rows.all()] == ["create", "create", "decision"]
    assert told(run, 4)[-1] == ("name", "Row 3 has a name like this one.")


def test_a_phone_of_somebody_new_is_kept_whichever_row_gives_it(world):
    rows = ["Ett AB;Eva Ek;eva@ek.exempel;", "Två AB;Eva Ek;eva@ek.exempel;070-123 45 67"]
    file = "\n".join(["Namn;Kontaktperson;E-post;Telefon", *rows, "Tre AB;Eva Ek;eva@ek.exempel;070-222 22 22"])
    run = staging.start("clients", "k.csv", file.encode(), by=world.administrator)
    carrying.carry_out(run, at=timezone.now())
    assert Person.objects.get(email="eva@ek.exempel").phone == "+46 70 123 45 67"
    assert ("phone", "Phone “070-222 22 22” is not kept: there is one already.") in told(run, 4)


def test_a_number_without_a_contact_person_is_told_as_the_file_has_it(world):
    file = "Namn;Mobiltelefon\nEtt AB;070-222 22 22\n"
    run = staging.start("clients", "k.csv", file.encode(), by=world.administrator)
    [one] = [one for one in run.rows.get().problems if one["column"] == "phone"]
    assert one["message"] == "“070-222 22 22” has no contact person; it is kept in the note."
