"""The API door of imports: the same file, rows, decisions and refusals as at the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Organisation
from imports import staging
from imports.models import ImportRun
from worker.tasks import work_on_import

IMPORTS = "/api/v1/imports/"
ROWS = b"Org.nr;Namn;Status\n559933-2711;Vassrugg Akustik AB;Aktiv\n;Novis AB;Aktiv\n"


def bring(api, content=ROWS, name="k.csv", **more):
    return api.post(IMPORTS, {"file": SimpleUploadedFile(name, content)} | more, format="multipart")


def test_a_file_is_brought_mended_and_taken_in(api, world):
    hers = api(world.advisor)
    answer = bring(hers)
    assert (answer.status_code, answer.data["kind"], answer.data["state"]) == (201, "clients", "checking")
    here = f"{IMPORTS}{answer.data['id']}/"
    work_on_import(answer.data["id"])
    assert hers.get(here).data["counts"]["error"] == 1
    [row] = hers.get(f"{here}rows/?outcome=error").data["results"]
    assert row["problems"][0]["code"] == "org_number_check_digit"
    mended = hers.patch(f"{here}rows/{row['id']}/", {"fixes": {"number": "559933-2714"}}, format="json")
    assert mended.data["outcome"] == "create"
    assert hers.post(f"{here}carry-out/").data["state"] == "running"
    work_on_import(answer.data["id"])
    told = hers.get(here).data
    assert (told["state"], told["rows_done"]) == ("done", 2)
    assert Organisation.objects.get(name="Vassrugg Akustik AB").number == "559933-2714"


def test_unknown_headings_are_said_and_remembered(api, world):
    hers = api(world.advisor)
    run = bring(hers, b"Aktor,Sort\nNordlab,University\n", kind="partners").data
    assert run["state"] == "uploaded"
    here = f"{IMPORTS}{run['id']}/columns/"
    told = {"": run["columns"][""] | {"columns": ["name", ""]}}
    refused = hers.post(here, {"columns": told}, format="json")
    assert refused.status_code == 400
    assert "saknar kolumn för Typ" in str(refused.data)
    for wrong in (
        {"": {"columns": ["name", "kind"]}},
        {"x": told[""]},
        [],
        {"": told[""] | {"columns": ["name", "x"]}},
    ):
        assert hers.post(here, {"columns": wrong}, format="json").status_code == 400
    told[""]["columns"] = ["name", "kind"]
    assert hers.post(here, {"columns": told}, format="json").data["state"] == "checking"
    assert bring(hers, b"Aktor,Sort\nSydlab,University\n", kind="partners").data["state"] == "checking"


@pytest.mark.parametrize(("content", "name"), [(b"", "tom.csv"), (b"PK\x03\x04 x", "a.xlsx")])
def test_a_bad_file_is_refused_at_its_field(api, world, content, name):
    answer = bring(api(world.advisor), content, name)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    assert not ImportRun.objects.exists()


def test_an_unknown_kind_is_refused(api, world):
    assert bring(api(world.advisor), kind="hundar").status_code == 400


def test_an_auditor_is_refused_and_another_sees_nothing(api, world):
    assert bring(api(world.auditor)).status_code == 403
    run = staging.start("clients", "k.csv", ROWS, by=world.advisor)
    other = api(world.colleague)
    here = f"{IMPORTS}{run.pk}/"
    row = run.rows.first()
    assert other.get(IMPORTS).data["results"] == []
    for answer in (
        *(other.get(here), other.get(f"{here}rows/"), other.post(f"{here}carry-out/")),
        other.patch(f"{here}rows/{row.pk}/", {"fixes": {"name": "X"}}, format="json"),
    ):
        assert answer.status_code == 404


def test_rows_of_a_running_import_are_not_decided(api, world):
    run = staging.start("clients", "k.csv", ROWS, by=world.advisor)
    hers, row = api(world.advisor), run.rows.first()
    hers.post(f"{IMPORTS}{run.pk}/carry-out/")
    answer = hers.patch(f"{IMPORTS}{run.pk}/rows/{row.pk}/", {"fixes": {"name": "X"}}, format="json")
    assert answer.status_code == 404


def test_a_personal_number_is_not_repeated(api, world):
    run = staging.start("clients", "k.csv", b"Org.nr;Namn;Status\n570312-9840;Soltorp;Ny\n", by=world.advisor)
    told = api(world.advisor).get(f"{IMPORTS}{run.pk}/rows/").content
    assert b"Soltorp" in told
    assert b"570312" not in told


def test_lists_ask_as_often_for_one_as_for_three(api, world):
    hers = api(world.advisor)
    asked = []
    for _number in range(2):
        run = staging.start("clients", "k.csv", ROWS, by=world.advisor)
        for address in (IMPORTS, f"{IMPORTS}{run.pk}/rows/"):
            with CaptureQueriesContext(connection) as captured:
                hers.get(address)
            asked.append(len(captured))
    assert asked[:2] == asked[2:]
