"""Small files with one kind of fault each: what every one of them must give, line by line."""

import json
from pathlib import Path

import pytest

from accounts.models import Role
from imports import staging, telling
from imports.sheets import UnreadableFile
from tests.world import client_named, person

FOLDER = Path(__file__).resolve().parents[2] / "data" / "cases"
ADVISORS = ["Annika Holm", "Bo Sandberg", "Cecilia Wik", "David Roos", "Elsa Norén", "Farid Karimi", "Greta Lööf"]
# Once for every file without a column for the stage.
STAGE = (0, "stage", "default_for_all")


@pytest.fixture
def advisor(db):
    found = [person(name, Role.ADVISOR) for name in ADVISORS]
    return found[0]


def kind_of(name):
    if name.startswith("members"):
        return "members"
    return "meetings" if name.startswith(("meetings", "c31", "c32")) else "clients"


def check(name, by, **options):
    run = staging.start(kind_of(name), name, (FOLDER / name).read_bytes(), by=by, **options)
    return run, json.loads(telling.dump(run, run.by))


def told(found):
    """But for what each file is told once that does not say when, how or by whom (see test_kept_by_hand)."""
    said = [(one["row"], one["column"], one["code"]) for one in found["problems"]]
    return [one for one in said if one not in {(0, name, "default_for_all") for name in ("opened", "kind", "advisor")}]


def counted(found):
    return {outcome: count for outcome, count in found["counts"].items() if count}


def turnover(*rows):
    return [(row, "turnover", code) for row, code in rows]


CASES = {
    "amounts.csv": (
        {"create": 32},
        turnover(
            *((row, "amount_guessed") for row in (8, 9, 10, 11)),
            *((12, "amount_rounded"), (23, "amount_negative"), (25, "amount_guessed"), (27, "amount_about")),
            *((28, "amount_unreadable"), (29, "amount_unreadable"), (33, "amount_unreadable")),
        ),
    ),
    "phones.csv": (
        {"create": 13},
        [(row, "phone", "phone_read") for row in (2, 3)]
        + [(row, "phone", "phone_parted") for row in (6, 7, 8, 9)]
        + [(10, "phone", "phone_invalid"), (11, "phone", "phone_read"), (12, "phone", "phone_invalid")]
        + [(13, "phone", "phone_read"), (14, "phone", "phone_invalid")],
    ),
    "members-countries.csv": ({"create": 15}, []),
    "orgnumbers.xlsx": (
        {"create": 20, "error": 3},
        [(row, "number", "org_number_unreadable") for row in (3, 4, 10)]
        + [(row, "number", "no_number") for row in (16, 17, 18, 19, 23, 24)],
    ),
    "saknas-twice.csv": ({"create": 4}, [(row, "number", "no_number") for row in (2, 3, 4, 5)]),
    "hidden-sheet.xlsx": ({"create": 1}, [(0, "", "sheet_hidden")]),
    "two-sheets.xlsx": ({"create": 3}, [(0, "", "sheet_left")]),
    "excel-by-hand.xlsx": (
        {"create": 3, "error": 1},
        [(10, "", "total_row"), (0, "", "sheet_hidden"), (6, "phone", "phone_read"), (7, "turnover", "cell_formula")]
        + [(7, "phone", "phone_read"), (9, "name", "required"), (9, "turnover", "amount_guessed")],
    ),
    "hidden-rows.xlsx": ({"create": 4}, [(3, "", "hidden_row"), (4, "", "hidden_row")]),
    "formulas.xlsx": (
        {"create": 2},
        [(2, "note", "cell_error"), (3, "turnover", "cell_error"), (3, "municipality", "cell_error")]
        + [(3, "opened", "cell_volatile")],
    ),
    "formula-name.xlsx": ({"create": 1}, []),
    "x02-error-cells.xlsx": (
        {"error": 1},
        [(2, column, "cell_error") for column in ("name", "person", "note")] + [(2, "name", "required")],
    ),
    "x03-colour-in-the-last-row.xlsx": ({"create": 1}, []),
    "x04-wrong-dimension.xlsx": ({"create": 2}, []),
    "x07-line-break-in-name.xlsx": ({"create": 1}, [(2, "name", "line_break"), (2, "person", "line_break")]),
    "mac-name-heading.csv": ({"create": 2}, []),
    "totals-row.xlsx": ({"create": 2}, [(4, "", "total_row"), (5, "", "footer"), (2, "phone", "no_person")]),
    "c02-unclosed-quote.csv": ({"create": 3}, [(2, "", "quote_unclosed")]),
    "commas-in-notes.csv": ({"create": 2}, []),
    "pipe.csv": ({"create": 1}, []),
    "c03-no-stage-column.csv": ({"create": 1}, [STAGE]),
    "c05-heading-variants.csv": ({"create": 1}, []),
    "c13-too-long-names.csv": ({"error": 1}, [(2, "name", "refused"), (2, "person", "refused")]),
    "c15-amount-too-large.csv": ({"create": 2}, [(2, "turnover", "amount_too_large")]),
    "c14-places.csv": ({"create": 5}, []),
    "employees.csv": (
        {"create": 15},
        [(row, "employees", "count_guessed") for row in (6, 7, 8, 9, 10, 12)]
        + [(13, "employees", "amount_unreadable"), (15, "employees", "count_words")],
    ),
    "dates.csv": (
        {"create": 24, "decision": 6, "error": 8},
        [(4, "opened", "date_order"), (5, "opened", "date_guessed")]
        + [(row, "opened", "date_order") for row in (12, 13, 14, 15)]
        + [(row, "opened", "date_guessed") for row in (16, 17, 24)]
        + [(row, "opened", "date_unreadable") for row in (18, 19, 20, 25, 26, 27, 29, 30)]
        + [(31, "opened", "day_in_future"), (34, "opened", "date_order")],
    ),
    "c23-apostrophes-of-our-own-leftovers.csv": ({"error": 1}, [(2, "opened", "date_unreadable")]),
    "hubspot-companies.csv": (
        {"create": 2},
        [STAGE, (2, "website", "not_kept"), (2, "phone", "no_person"), (2, "domains", "domain_unknown")]
        + [(3, "phone", "no_person"), (3, "domains", "domain_unknown")],
    ),
    "hubspot-contacts.csv": ({"create": 1}, [STAGE, (2, "person", "joined")]),
    "salesforce-accounts.csv": (
        {"decision": 1},
        [STAGE, (2, "employees", "count_guessed"), (2, "phone", "phone_read"), (2, "opened", "date_order")]
        + [(2, "phone", "no_person"), (2, "domains", "domain_unknown")],
    ),
    "pipedrive-orgs.csv": ({"create": 1}, [STAGE]),
    "superoffice.csv": (
        {"create": 1},
        [STAGE, (2, "phone", "no_person"), (2, "email", "no_person"), (2, "domains", "domain_unknown")],
    ),
    "lime.xlsx": ({"create": 1}, [STAGE, (2, "employees", "count_guessed"), (2, "phone", "no_person")]),
    "dynamics.xlsx": ({"create": 1}, [(0, "", "sheet_hidden"), STAGE]),
    "espocrm-accounts.csv": (
        {"create": 1},
        [STAGE, (2, "phone", "phone_invalid"), (2, "phone", "no_person"), (2, "email", "no_person")]
        + [(2, "domains", "domain_unknown")],
    ),
    "google-contacts.csv": ({"create": 1}, [STAGE, (2, "person", "joined")]),
    "linkedin-connections.csv": ({"create": 1}, [STAGE, (5, "person", "joined")]),
    "outlook-contacts.csv": ({"create": 1}, [STAGE, (2, "person", "joined")]),
    "scb.csv": (
        {"create": 1},
        [STAGE, (2, "employees", "count_guessed"), (2, "phone", "no_person"), (2, "email", "no_person")]
        + [(2, "turnover", "amount_unreadable"), (2, "domains", "domain_unknown")],
    ),
    "bolagsverket.csv": ({"create": 1}, [STAGE]),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_file_gives_and_every_line_is_a_row_or_is_told(advisor, name):
    counts, problems = CASES[name]
    run, found = check(name, advisor)
    assert (counted(found), sorted(told(found))) == (counts, sorted(problems))
    rows = {(row.sheet, row.number) for row in run.rows.all()}
    lines = {sheet.name: [number for number, _cells in sheet.rows] for sheet in staging.sheets_of(run)}
    left = {(one.get("sheet", ""), one["row"]) for one in found["file"]["left"] if one["row"]}
    left |= {
        (one["name"], number)
        for one in found["file"]["sheets"]
        if not one["is_taken"]
        for number in lines.get(one["name"], [])
    }
    assert rows | left == {(name, number) for name, numbers in lines.items() for number in numbers}
    assert sum(found["counts"].values()) == len(rows) == found["file"]["lines"]["rows"]


@pytest.mark.parametrize(
    ("name", "layout", "unmatched"),
    [
        (
            "hubspot-companies.csv",
            "HubSpot, companies",
            ["Record ID", "Last Activity Date", "Lifecycle Stage", "Lead Status"],
        ),
        ("hubspot-contacts.csv", "HubSpot, contacts", ["Record ID", "Lifecycle Stage", "Lead Status"]),
        ("salesforce-accounts.csv", "Salesforce, accounts", ["Account ID", "Type", "Last Activity"]),
        (
            "pipedrive-orgs.csv",
            "Pipedrive, organizations",
            ["ID", "Label", "People", "Open deals", "Next activity date", "Closed deals", "Visible to"],
        ),
        ("superoffice.csv", "SuperOffice", ["Kategori", "Postadress 1", "Postnr"]),
        ("lime.xlsx", "Lime CRM", ["Köpstatus"]),
        (
            "dynamics.xlsx",
            "Microsoft Dynamics 365, accounts",
            ["(Do Not Modify) Account", "(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On", "Status"],
        ),
        ("espocrm-accounts.csv", "EspoCRM, accounts", ["ID", "Type"]),
        (
            "google-contacts.csv",
            "Google Contacts",
            ["Organization Title", "Labels", "E-mail 1 - Label", "Phone 1 - Label"],
        ),
        ("linkedin-connections.csv", "LinkedIn, connections", ["URL", "Position"]),
        ("outlook-contacts.csv", "Outlook, contacts", []),
        (
            "scb.csv",
            "SCB, the business register",
            ["Firma", "SätesKommun, kod", "Bransch_1, kod", "Storleksklass, kod", "Juridisk form"],
        ),
        ("bolagsverket.csv", "Bolagsverket, open data", ["organisationsform"]),
    ],
)
def test_other_systems_exports_are_recognised_and_what_is_not_taken_is_listed(advisor, name, layout, unmatched):
    _run, found = check(name, advisor)
    assert found["file"]["layout"] == layout
    assert [one["heading"] for one in found["file"]["unmatched"]] == unmatched


@pytest.mark.parametrize("name", ["list.ods", "old.xls", "real.numbers"])
def test_what_is_not_read_is_refused_with_how_to_save_it(advisor, name):
    with pytest.raises(UnreadableFile, match="choose (Save as|File, Export to)"):
        check(name, advisor)


def test_sheets_and_hidden_rows_can_be_chosen(advisor):
    _run, both = check("two-sheets.xlsx", advisor, sheets=["2025", "2026"])
    assert (counted(both), told(both)) == ({"create": 7}, [])
    _run, hidden = check("hidden-sheet.xlsx", advisor, sheets=["arkiv 2019"])
    assert (counted(hidden), told(hidden)) == ({"create": 1}, [(0, "", "sheet_left")])
    _run, rows = check("hidden-rows.xlsx", advisor, choices={"hidden": True})
    assert (counted(rows), told(rows)) == ({"create": 6}, [])


def test_how_days_are_written_is_said_once_for_the_column(advisor):
    run, _found = check("dates.csv", advisor)
    staging.choose(run, {"orders": {"opened": "dmy", "opened/yy": "ymd"}}, by=advisor)
    assert run.counts["decision"] == 0
    assert run.counts["create"] == 30


def test_a_stage_is_chosen_once_for_all(advisor):
    run, found = check("c03-no-stage-column.csv", advisor, defaults={"stage": "active"})
    assert [one for one in found["problems"] if one["column"] != "opened"] == [
        {
            "row": 0,
            "column": "stage",
            "code": "default_for_all",
            "message": "The file has no column for Stage; every row gets Active.",
        }
    ]
    assert run.rows.get().outcome == "create"


def test_a_merged_cell_says_what_the_one_above_says(advisor):
    run, found = check("x06-merged-cells.xlsx", advisor)
    assert (3, "name", "as_above") in told(found)
    assert [row.cells["name"] for row in run.rows.all()] == ["Sammanslagen AB", "Sammanslagen AB"]


def test_clock_times_and_minutes_of_meetings(advisor):
    client_named("MEET")
    _run, found = check("meetings-no-advisor.csv", advisor)
    assert counted(found) == {"create": 8}
    assert told(found) == [(row, "minutes", "minutes_guessed") for row in (6, 7, 8)]


def test_values_come_in_as_they_were_read(advisor):
    from django.utils import timezone

    from contacts.models import Organisation, Person
    from imports import carrying

    for name in (
        "amounts.csv",
        "phones.csv",
        "c14-places.csv",
        "members-countries.csv",
        "lime.xlsx",
        "mac-name-heading.csv",
    ):
        run, _found = check(name, advisor)
        carrying.carry_out(run, at=timezone.now())
    taken = {one.name: one for one in Organisation.objects.select_related("municipality")}
    assert [taken[f"Am{number} AB"].turnover_sek for number in (6, 9, 14, 18, 21, 30)] == [
        *(450_000, 12_500, 3_400_000, 450_000, None, 4_500_000)
    ]
    assert [taken[f"Ort0{number} AB"].municipality.name for number in range(1, 6)] == [
        *("Malmö", "Malmö", "Göteborg", "Malmö", "Stockholm")
    ]
    assert [taken[f"Land{number} Oy"].country for number in range(15)] == [
        *("SE", "SE", "DK", "DK", "NO", "NO", "FI", "FI", "IS", "IS", "DE", "GB", "US", "SE", "DK")
    ]
    lime = taken["Hälsoguide AB"]
    assert (lime.number, lime.turnover_sek, lime.employees) == ("559910-0020", 4_500_000, 10)
    assert "Vårdhälsa i Lund AB" in taken
    phones = dict(Person.objects.filter(name__startswith="Namn").values_list("name", "phone"))
    assert (phones["Namn 7"], phones["Namn 11"]) == ("+46 70 123 45 67", "+46 8 123 45 67 ankn. 12")
    assert taken["Ph7 AB"].client.note == "+46 70 123 45 67: Eva"
