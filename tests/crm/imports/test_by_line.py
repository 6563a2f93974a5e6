"""The command decides what its page decides: by line, among what each row offers, through the same verbs."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from contacts.models import Affiliation, Organisation
from crm.models import Client
from imports.models import ImportRun
from tests.crm.imports.test_workbooks import packed
from tests.world import client_named

NEAR = "Namn;Status;Kommun\nAlmgren Medicinteknik;Aktiv;Lund\nHelt Ny AB;Aktiv;Lund\n"


@pytest.fixture
def here(world):
    """A company that the file's first row may be."""
    return client_named("Almgren Medicinteknik AB")


@pytest.fixture
def brought(world, tmp_path):
    """Bring a file by the command; (its answer as JSON, its exit code)."""

    def bring(content, *options, kind="clients", name="k.csv"):
        file, said = tmp_path / name, io.StringIO()
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = 0
        try:
            call_command("import", kind, str(file), "--json", *options, email=world.advisor.email, stdout=said)
        except SystemExit as stop:
            code = stop.code
        return json.loads(said.getvalue()), code

    return bring


def test_a_dry_run_says_what_each_waiting_row_offers(brought, here):
    told, code = brought(NEAR, "--dry-run")
    (waiting,) = told["waiting"]
    assert (waiting["row"], list(waiting["choices"])) == (2, [f"same:{here.organisation_id}", "new", "skip"])
    assert waiting["choices"][f"same:{here.organisation_id}"].endswith("Almgren Medicinteknik AB")
    assert (code, ImportRun.objects.count()) == (1, 0)


def test_a_row_is_the_same_as_a_record_by_its_key(brought, here):
    told, code = brought(NEAR, "--choose", f"2={here.organisation_id}")
    assert (told["counts"]["decision"], told["waiting"], code) == (0, [], 0)
    here.organisation.refresh_from_db()
    assert here.organisation.municipality.name == "Lund"
    assert not Client.objects.filter(name="Almgren Medicinteknik").exists()


def test_or_another_one(brought, here):
    told, code = brought(NEAR, "--choose", "2=new")
    assert (told["counts"]["create"], code) == (2, 0)
    assert Client.objects.filter(name="Almgren Medicinteknik").exists()


def test_or_is_left_out_and_so_is_a_row_that_was_ready(brought, here):
    told, code = brought(NEAR, "--leave", "2", "--leave", "3")
    assert (told["counts"]["duplicate"], code) == (2, 2)
    assert not Client.objects.filter(name="Helt Ny AB").exists()


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (["--choose", "2=999999"], "is no choice for line 2; choose new, same:"),
        (["--choose", "3=new"], "“new” is no choice for line 3; choose skip."),
        (["--choose", "9=new"], "There is no such line to decide: 9."),
        (["--leave", "x"], "There is no such line to decide: x."),
        (["--take", "2"], "There is no such line to decide: 2."),
        (["--choose-all", "differs=new"], "is none of differs=take and more_people=join"),
    ],
)
def test_what_no_line_answers_to_stops_the_import(brought, here, option, told):
    with pytest.raises(CommandError, match=told) as refused:
        brought(NEAR, *option)
    assert (refused.value.returncode, ImportRun.objects.count()) == (2, 0)
    assert not Client.objects.filter(name="Helt Ny AB").exists()


def test_a_left_line_is_taken_as_a_row(brought):
    content = "Namn;Status\nFörst AB;Aktiv\nAntal;\n"
    told, _code = brought(content, "--dry-run")
    (left,) = (one for one in told["file"]["left"] if one["row"] == 3)
    assert left["code"] in {"total_row", "footer"}
    told, code = brought(content, "--take", "3")
    assert (told["counts"]["create"], code) == (2, 0)
    assert Client.objects.filter(name="Antal").exists()


def test_what_differs_is_taken_for_one_row_or_for_all(brought, here):
    content = "Namn;Status\nAlmgren Medicinteknik AB;Vilande\n"
    told, _code = brought(content, "--dry-run", "--choose", "2=take")
    assert told["changes"] == [{"row": 2, "column": "stage", "before": "Active", "after": "Dormant"}]
    brought(content, "--choose-all", "differs=take")
    here.refresh_from_db()
    assert here.stage == "dormant"


def test_one_more_person_joins_the_company_above(brought):
    content = "Namn;Status;Kontaktperson\nTvå Personer AB;Aktiv;Eva Ek\nTvå Personer AB;Aktiv;Bo Berg\n"
    told, _code = brought(content, "--choose", "3=join")
    organisation = Organisation.objects.get(name="Två Personer AB")
    names = Affiliation.objects.filter(organisation=organisation).values_list("person__name", flat=True)
    assert (told["counts"]["decision"], sorted(names)) == (0, ["Bo Berg", "Eva Ek"])


def test_a_line_of_one_of_several_sheets_is_named_with_its_sheet(brought, here):
    rows = [["Namn", "Status"], ["Almgren Medicinteknik", "Aktiv"]]

    def add_another(book):
        for row in rows:
            (book["Andra"] if "Andra" in book.sheetnames else book.create_sheet("Andra")).append(row)

    content = packed(rows, add_another)
    both = ("--sheet", "Sheet", "--sheet", "Andra", "--dry-run")
    with pytest.raises(CommandError, match="Several sheets have line 2; write SHEET!2"):
        brought(content, *both, "--leave", "2", name="k.xlsx")
    told, _code = brought(content, *both, "--leave", "Sheet!2", name="k.xlsx")
    assert (told["counts"]["duplicate"], told["counts"]["decision"]) == (1, 1)
