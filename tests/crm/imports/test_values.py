"""What a value is, however it is written: numbers, units of headings, moments elsewhere, people's names."""

import io
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
import xlsxwriter
from django.urls import reverse

from contacts.imports.people import people
from crm.imports import cells
from imports import staging


def value(read):
    return read.value if isinstance(read, cells.Told) else read


def code(read):
    return read.code if isinstance(read, cells.Told) else ""


def workbook(*rows):
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        hours = book.add_format({"num_format": "[h]:mm"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell, *([hours] if isinstance(cell, timedelta) else []))
    return kept.getvalue()


def test_a_number_of_a_workbook_is_that_number_whatever_its_decimals(world):
    rows = [("A AB", 450.125, 12.125), ("B AB", 999.125, 0.125), ("C AB", 0.1 + 0.2, 7.0), ("D AB", 1250.5, 12)]
    content = workbook(("Namn", "Omsättning (tkr)", "Anställda"), *rows)
    run = staging.start("clients", "n.xlsx", content, by=world.advisor)
    made = [staging_row(run, row) for row in run.rows.all()]
    assert made == [(450_125, 12), (999_125, 0), (300, 7), (1_250_500, 12)]


def staging_row(run, row):
    """(turnover, employees) as they would be read from what is kept of the row."""
    return value(cells.amount(row.cells["turnover"])), value(cells.count(row.cells["employees"]))[0]


def test_a_duration_of_a_workbook_is_its_minutes(world):
    content = workbook(("Datum", "Klient", "Tid (min)"), ("2026-05-04", world.client.name, timedelta(hours=25.5)))
    row = staging.start("meetings", "m.xlsx", content, by=world.advisor).rows.get()
    assert row.cells["minutes"] == "25:30"


@pytest.mark.parametrize(
    ("text", "read", "codes"),
    [
        ("450", 450_000, []),
        ("450,5", 450_500, []),
        ("1 250", 1_250_000, []),
        ("1'250", 1_250_000, []),
        ("ca 450", 450_000, ["amount_about"]),
        ("~450", 450_000, ["amount_about"]),
        ("drygt 450", 450_000, ["amount_about"]),
        ("1,2E3", 1_200_000, ["amount_guessed"]),
        ("450:-", 450, ["other_unit"]),
        ("450 kr", 450, ["other_unit"]),
        ("4 mkr", 4_000_000, ["other_unit"]),
        ("450 tkr", 450_000, []),
        ("saknas", None, []),
    ],
)
def test_a_figure_under_a_heading_with_a_unit_is_in_that_unit_or_told(world, text, read, codes):
    content = f"Namn;Status;Omsättning (tkr)\nA AB;Aktiv;{text}\n".encode()
    row = staging.start("clients", "u.csv", content, by=world.advisor).rows.get()
    assert [problem["code"] for problem in row.problems] == codes
    assert value(cells.amount(row.cells["turnover"])) == (None if read is None else Decimal(read))


@pytest.mark.parametrize(
    ("text", "read"), [("1:30", 90), ("01:30:00", 90), ("25:10", 1510), ("1,5", 90), ("1.75", 105), ("45.5", 46)]
)
def test_hours_and_minutes_are_read_and_told(text, read):
    assert (value(cells.minutes(text)), code(cells.minutes(text))) == (read, "minutes_guessed")


@pytest.mark.parametrize("text", ["1.30", "1,30", "2.15", "1.45"])
def test_minutes_that_can_be_read_in_two_ways_are_not_taken(text):
    with pytest.raises(cells.Unread) as refused:
        cells.minutes(text)
    assert refused.value.code == "minutes_unreadable"


@pytest.mark.parametrize(
    ("text", "day", "clock", "is_told"),
    [
        ("2024-05-04T22:30:00Z", date(2024, 5, 5), time(0, 30), True),
        ("2024-12-31T23:30:00.000Z", date(2025, 1, 1), time(0, 30), True),
        ("2024-05-04T12:30:00+00:00", date(2024, 5, 4), time(14, 30), True),
        ("2024-05-04T14:30:00+02:00", date(2024, 5, 4), time(14, 30), False),
        ("2024-05-04T00:00:00Z", date(2024, 5, 4), None, False),
        ("2024-05-04T22:00:00Z", date(2024, 5, 5), None, True),
        ("2024-05-04 14:30", date(2024, 5, 4), time(14, 30), False),
        ("2024-05-04, 2:30 PM", date(2024, 5, 4), time(14, 30), False),
        ("2024-05-04 12:15 a.m.", date(2024, 5, 4), time(0, 15), False),
        ("2024-05-04 14:30 PM", date(2024, 5, 4), None, True),
        ("2024-05-04 24:00", date(2024, 5, 4), None, True),
    ],
)
def test_a_moment_in_another_zone_is_the_moment_here(text, day, clock, is_told):
    assert (value(cells.day(text)), value(cells.clock(text))) == (day, clock)
    assert bool(code(cells.day(text)) or code(cells.clock(text))) == is_told


@pytest.mark.parametrize(
    ("text", "names", "is_told"),
    [
        ("Eva Ek", ["Eva Ek"], False),
        ("Eva Ek, Bo Berg", ["Eva Ek", "Bo Berg"], False),
        ("Eva Ek; Bo Berg; Eva Ek", ["Eva Ek", "Bo Berg"], False),
        ("Andersson, Eva", ["Eva Andersson"], True),
        ("Andersson, Eva; Berg, Bo", ["Eva Andersson", "Bo Berg"], True),
        ("Eva, Bo", ["Eva", "Bo"], True),
        ("Eva Ek och Bo Berg", ["Eva Ek", "Bo Berg"], True),
        ("Eva Ek & Bo Berg", ["Eva Ek", "Bo Berg"], True),
        ("Eva Ek/Bo Berg", ["Eva Ek", "Bo Berg"], True),
        ("Eva Ek, Bo Berg och Cia Dal", ["Eva Ek", "Bo Berg", "Cia Dal"], True),
        ("saknas", [], True),
        ("-", [], True),
        ("3 pers", [], True),
        ("Eva Ek + 2", ["Eva Ek"], True),
        ("fel@@x", [], True),
        ("Eva Ek, eva@ek.exempel", ["Eva Ek"], True),
        ("", [], False),
    ],
)
def test_people_are_read_as_they_are_named_and_what_is_guessed_is_told(text, names, is_told):
    assert (value(people(text)), bool(code(people(text)))) == (names, is_told)


def test_one_unknown_word_takes_no_known_one_along():
    read = cells.words("domain", "Medtech, Okänt, AI")
    assert (read.value, read.code) == (["medtech", "ai"], "domain_unknown")
    assert "Okänt" in read.message
    assert cells.words("service", "AI/Juridik och finansiering") == cells.Told(["ai", "legal", "finance"])


@pytest.mark.parametrize(("text", "read"), [("Ja", True), ("x", True), ("Nej", False), ("", False), ("-", False)])
def test_yes_and_no(text, read):
    assert cells.yes(text) is read


@pytest.mark.parametrize("text", ["kanske", "Ja, styrgruppen", "Konfidentiell"])
def test_what_is_neither_yes_nor_no_waits_for_a_person(text):
    with pytest.raises(cells.Unread) as refused:
        cells.yes(text)
    assert (refused.value.code, refused.value.outcome) == ("yes_unclear", "decision")


@pytest.mark.parametrize(
    ("text", "read"),
    [("Sekretess", "team"), ("Öppen", "open"), ("ja", "team"), ("nej", "open"), ("team", "team"), ("", "")],
)
def test_who_may_read_a_client(text, read):
    assert cells.confidentiality(text) == read


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25.3.99", "1999-03-25"),
        ("12 juli 24", "2024-07-12"),
        ("12/7-24", "2024-07-12"),
        ("25-12-31", ""),
        ("31-03-99", "1999-03-31"),
        ("2024-07-12", ""),
        ("18/1 2022", ""),
        ("20220717", ""),
    ],
)
def test_a_year_of_two_figures_is_told_as_it_was_read(world, text, day):
    """25-12-31 is asked for its column: it may be 2025 or 1931."""
    run = staging.start("clients", "y.csv", f"Namn;Status;Startdatum\nA AB;Aktiv;{text}\n".encode(), by=world.advisor)
    [row] = run.rows.all()
    told = [one["message"] for one in row.problems if one["code"] == "date_guessed"]
    assert told == ([f"“{text}” is read as {day}."] if day else [])
    assert row.outcome == ("decision" if text == "25-12-31" else "create")


def test_a_clock_is_kept_beside_a_day_whose_order_its_column_says(world):
    rows = "".join(f"{day} 14:30;{world.client.name}\n" for day in ("12/07/2024", "25/07/2024"))
    run = staging.start("meetings", "m.csv", f"Datum;Klient\n{rows}".encode(), by=world.advisor)
    assert [row.values["clock"] for row in staging.check(run)] == [time(14, 30)] * 2


def test_quotation_marks_of_a_name_are_part_of_it(world):
    rows = """Namn;Status;Anteckning
"Bolaget" Ett AB;Aktiv;x
"Vanligt; AB";Aktiv;"Sa ""hej"" till oss"
Två "Bolaget" AB;Aktiv;"Hon sa "hej" idag"
"""
    run = staging.start("clients", "q.csv", rows.encode(), by=world.advisor)
    assert [(row.cells["name"], row.cells["note"]) for row in run.rows.all()] == [
        ('"Bolaget" Ett AB', "x"),
        ("Vanligt; AB", 'Sa "hej" till oss'),
        ('Två "Bolaget" AB', 'Hon sa "hej" idag'),
    ]


def test_further_names_of_a_company_in_the_register_are_told(world):
    names = "Ett AB$FORETAGSNAMN-ORGNAM$2019-04-12|Bifirman$SARSKILT-ORGNAM$2020-01-01"
    rows = "organisationsidentitet;organisationsnamn;registreringsdatum;organisationsform;postadress\n"
    rows += f"5599100046$ORGNR-IDORG;{names};2019-04-12;AB-ORGFO;Box 1$$MALMÖ$21134$SE-LAND\n"
    row = staging.start("clients", "b.csv", rows.encode(), by=world.advisor).rows.get()
    assert row.cells["name"] == "Ett AB"
    assert [one["message"] for one in row.problems] == ["Name “Bifirman” is not kept: there is one already."]


def test_a_mobile_number_stands_in_for_none_and_never_for_another(world):
    rows = "A AB;Aktiv;Eva;070-123 45 67;\nB AB;Aktiv;Bo;070-123 45 67;040-123456\n"
    content = f"Namn;Status;Kontaktperson;Mobil;Telefon\n{rows}".encode()
    run = staging.start("clients", "m.csv", content, by=world.advisor)
    assert [row.cells["phone"] for row in run.rows.all()] == ["070-123 45 67", "040-123456"]
    assert [[one["code"] for one in row.problems] for row in run.rows.all()] == [[], ["not_kept"]]


def test_line_ends_of_a_workbook_are_line_ends(world):
    content = workbook(("Namn", "Status", "Anteckning"), ("A AB", "Aktiv", "Rad ett_x000D_\nRad två"))
    row = staging.start("clients", "x.xlsx", content, by=world.advisor).rows.get()
    assert row.cells["note"] == "Rad ett\nRad två"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_our_own_exports_columns_are_known(world, client, language):
    type(world.advisor).objects.filter(pk=world.advisor.pk).update(language=language)
    client.force_login(world.advisor)
    file = client.get(reverse("crm:client_export", args=["csv"]))
    run = staging.start("clients", "export.csv", file.getvalue(), by=world.advisor)
    named = set(run.mapping[""]["columns"]) - {""}
    assert named == {"name", "number", "municipality", "stage", "lead", "s3"}
