"""What a person chooses about a file as a whole, on the pages and at the API."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from imports import carrying, staging
from imports.models import ImportRun
from tests.crm.imports.test_case_files import FOLDER

pytestmark = pytest.mark.django_db


def receive(name, by):
    return staging.receive("clients", name, (FOLDER / name).read_bytes(), by=by)


def page(client, run, name="import_match"):
    return client.get(reverse(f"crm:{name}", args=[run.pk]))


def sent(response):
    """The form as the page shows it, with what is marked in it."""
    from html.parser import HTMLParser

    found, select = {}, [""]

    class Fields(HTMLParser):
        def handle_starttag(self, tag, attributes):
            named = dict(attributes)
            if tag == "select":
                select[0] = named.get("name", "")
                found.setdefault(select[0], "")
            elif tag == "option" and "selected" in named:
                found[select[0]] = named.get("value", "")
            elif tag == "input" and named.get("type") == "hidden":
                found[named["name"]] = named.get("value", "")

    Fields().feed(response.content.decode())
    return found


def settle(run):
    run.refresh_from_db()
    carrying.work_on(run.pk, at=timezone.now())
    run.refresh_from_db()


def test_every_sheet_is_named_with_its_lines_and_can_be_taken_too(client, world):
    client.force_login(world.advisor)
    run = receive("two-sheets.xlsx", world.advisor)
    shown = page(client, run)
    assert "2026 too (5 lines)" in shown.content.decode()
    client.post(reverse("crm:import_match", args=[run.pk]), sent(shown) | {"0-more-1": "on"})
    settle(run)
    assert {(row.sheet, row.outcome) for row in run.rows.all()} == {("2025", "create"), ("2026", "create")}
    assert run.rows_total == 7


def test_a_hidden_sheet_is_marked_and_left(client, world):
    client.force_login(world.advisor)
    run = receive("hidden-sheet.xlsx", world.advisor)
    shown = page(client, run).content.decode()
    assert "arkiv 2019 (hidden, 2 lines)" in shown
    client.post(reverse("crm:import_match", args=[run.pk]), sent(page(client, run)))
    settle(run)
    assert run.counts["create"] == 1
    assert "The hidden sheet arkiv 2019 with 2 lines is left." in page(client, run, "import_preview").content.decode()


def test_hidden_rows_are_taken_when_chosen(client, world):
    client.force_login(world.advisor)
    run = receive("hidden-rows.xlsx", world.advisor)
    client.post(reverse("crm:import_match", args=[run.pk]), sent(page(client, run)) | {"hidden": "on"})
    settle(run)
    assert run.rows_total == 6


def test_another_separator_is_chosen_on_the_page(client, world):
    client.force_login(world.advisor)
    run = staging.receive("clients", "a.csv", b"Namn;Mer,Status\nA;x,Aktiv\n", by=world.advisor)
    url = reverse("crm:import_match", args=[run.pk])
    shown = client.post(url, sent(page(client, run)) | {"separator": ",", "show": "text"}).content.decode()
    assert 'value="," selected' in shown
    assert "Namn;Mer" in shown


def test_the_stage_of_all_is_chosen_on_the_page(client, world):
    client.force_login(world.advisor)
    run = receive("c03-no-stage-column.csv", world.advisor)
    form = sent(page(client, run))
    assert form["0-default-stage"] == "enquiry"
    client.post(reverse("crm:import_match", args=[run.pk]), form | {"0-default-stage": "active"})
    settle(run)
    carrying.carry_out(run, at=timezone.now())
    from crm.models import Client

    assert Client.objects.get(name="Utan Skede AB").stage == "active"


def test_how_days_are_written_is_asked_once_and_answered_on_the_page(client, world):
    client.force_login(world.advisor)
    run = staging.start("clients", "dates.csv", (FOLDER / "dates.csv").read_bytes(), by=world.advisor)
    shown = page(client, run, "import_preview").content.decode()
    assert (shown.count('name="order-opened"'), shown.count('name="order-opened/yy"')) == (1, 1)
    client.post(reverse("crm:import_choose", args=[run.pk]), {"order-opened": "mdy"})
    run.refresh_from_db()
    assert run.choices["orders"] == {"opened": "mdy"}
    client.post(reverse("crm:import_choose", args=[run.pk]), {"order-opened/yy": "ymd"})
    run.refresh_from_db()
    assert run.counts["decision"] == 0


def test_unmatched_columns_are_listed_by_page_and_api(client, world):
    client.force_login(world.advisor)
    run = staging.start("", "lime.xlsx", (FOLDER / "lime.xlsx").read_bytes(), by=world.advisor)
    assert "Columns that are not taken: Köpstatus" in " ".join(
        page(client, run, "import_preview").content.decode().split()
    )
    answer = client.get(f"/api/v1/imports/{run.pk}/").json()
    assert answer["reading"]["unmatched"] == [{"sheet": "Sheet", "heading": "Köpstatus"}]
    assert answer["reading"]["layout"] == "Lime CRM"


def test_choices_are_said_at_the_api(client, world):
    client.force_login(world.advisor)
    upload = SimpleUploadedFile("dates.csv", (FOLDER / "dates.csv").read_bytes())
    made = client.post("/api/v1/imports/", {"file": upload, "kind": "clients"}).json()
    said = {"columns": made["columns"], "choices": {"orders": {"opened": "dmy", "opened/yy": "ymd"}}}
    url = f"/api/v1/imports/{made['id']}/columns/"
    answer = client.post(url, json.dumps(said), content_type="application/json")
    assert answer.status_code == 200
    run = ImportRun.objects.get(pk=made["id"])
    settle(run)
    assert (run.choices, run.counts["decision"]) == (said["choices"], 0)
    for wrong in ([], "x", {"": {"sheet": "", "row": 1, "columns": ["name"], "more": [{"sheet": 1}]}}):
        refused = client.post(url, json.dumps({"columns": wrong}), content_type="application/json")
        assert refused.status_code == 400


def test_what_is_told_of_the_file_does_not_stand_in_for_the_count_of_what_is_left(client, world):
    client.force_login(world.advisor)
    run = staging.start("clients", "excel-by-hand.xlsx", (FOLDER / "excel-by-hand.xlsx").read_bytes(), by=world.advisor)
    shown = " ".join(page(client, run, "import_preview").content.decode().split())
    assert "Import 3, leave 1 for later" in shown
    assert "5 remarks about the file and the lines that are left" in shown
