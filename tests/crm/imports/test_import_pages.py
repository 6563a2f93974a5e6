"""Moving in through the pages: choose, see, decide, take in, fetch what was left."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.imports import staging
from crm.models import Client, ImportRun
from worker.tasks import carry_out_import

FOLDER = Path(__file__).resolve().parents[2] / "data" / "legacy"


def upload(client, name, content):
    return client.post(reverse("crm:import_start"), {"file": SimpleUploadedFile(name, content)})


def test_a_list_is_chosen_seen_decided_and_taken_in(world, client, monkeypatch):
    client.force_login(world.advisor)
    answer = upload(client, "klienter.csv", (FOLDER / "klienter.csv").read_bytes())
    run = ImportRun.objects.get()
    assert answer.url == reverse("crm:import_preview", args=[run.pk])
    assert run.kind == "clients"
    page = client.get(answer.url).text
    assert "Nobody here is called" in page
    before = run.counts["decision"]
    fields = {"user": world.colleague.pk, "column": "lead", "name": "David Roos"}
    client.post(reverse("crm:import_decide_user", args=[run.pk]), fields)
    run.refresh_from_db()
    assert run.counts["decision"] < before
    client.post(reverse("crm:import_carry_out", args=[run.pk]))
    carry_out_import(run.pk)
    run.refresh_from_db()
    assert run.state == "done"
    assert Client.objects.count() == 1 + run.rows_done
    assert "Reason" in client.get(reverse("crm:import_left", args=[run.pk, "csv"])).getvalue().decode()
    assert client.get(reverse("crm:import_list")).status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("tom.csv", b"", "empty"),
        ("bara-rubriker.csv", b"Namn;Status\n", "no rows"),
        ("fel.csv", b"Hund;Katt\n1;2\n", "no column for"),
        ("bild.xlsx", b"\x89PNG....", "is no Excel file"),
        ("trasig.xlsx", b"PK\x03\x04 inte en zip", "damaged"),
        ("gammal.xls", b"\xd0\xcf\x11\xe0" + b"0" * 100, "old Excel"),
        ("bild.csv", b"\x00\x01\x02" * 100, "not a table"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(world, client, name, content, told):
    client.force_login(world.advisor)
    answer = upload(client, name, content)
    assert answer.status_code == 422
    assert told in answer.text
    assert not ImportRun.objects.exists()


def test_what_is_left_holds_no_personal_number(world, client):
    rows = b"Org.nr;Namn;Status;Startdatum\n570312-9840;Soltorp;Ny;?\n"
    run = staging.start("clients", "k.csv", rows, by=world.advisor)
    client.force_login(world.advisor)
    told = client.get(reverse("crm:import_left", args=[run.pk, "csv"])).getvalue().decode()
    assert "Soltorp" in told
    assert "570312" not in told


def test_an_auditor_imports_nothing(world, client):
    client.force_login(world.auditor)
    assert upload(client, "a.csv", b"Namn;Status\nA;Ny\n").status_code == 403


def test_an_import_is_its_makers_alone(world, client):
    run = staging.start("partners", "p.csv", b"Name,Kind\nA,University\n", by=world.advisor)
    client.force_login(world.colleague)
    assert client.get(reverse("crm:import_preview", args=[run.pk])).status_code == 404
