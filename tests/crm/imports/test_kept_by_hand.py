"""What a person says of an import stays as she said it: long words, choices, what has come in, what leaves."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from contacts.models import Organisation
from crm.models import Client
from imports import carrying, mapping, staging
from imports.models import ImportRun

ROWS = "Namn;Startdatum;Anteckning\nEtt AB;2024-01-01;\nTvå AB;2024-01-01;\n"


def check(by, content, kind="clients", name="k.csv"):
    return staging.start(kind, name, content if isinstance(content, bytes) else content.encode(), by=by)


def test_a_long_fix_is_kept_whole(world):
    run = check(world.advisor, ROWS)
    first, second = run.rows.all()
    text = "Ett långt ord " * 200
    staging.decide(run, {first.pk: {"note": text}}, by=world.advisor)
    staging.decide_all(run, "name", "Två AB", text, by=world.advisor)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.fixes["note"], second.fixes["name"]) == (text, text)
    carrying.carry_out(run, at=timezone.now())
    assert Client.objects.get(name="Ett AB").note == text.strip()


def test_columns_are_not_matched_anew_once_rows_have_come_in(world, client):
    run = carrying.carry_out(check(world.advisor, ROWS), at=timezone.now())
    staging.decide(run, {}, by=world.advisor)
    assert staging.match(run, "clients", run.mapping, by=world.advisor) == [
        "Rows of this import have come in already; bring the file again to read it otherwise."
    ]
    staging.choose(run, {"encoding": "cp1252"}, by=world.advisor)
    assert run.rows.exclude(taken_at=None).count() == 2
    client.force_login(world.advisor)
    data = {"0-0": "name", "0-1": "opened", "0-2": "note"}
    assert client.post(reverse("crm:import_match", args=[run.pk]), data).status_code in {404, 422}
    assert run.rows.exclude(taken_at=None).count() == 2


def test_what_all_rows_say_is_remembered_with_the_columns(world):
    run = staging.receive("clients", "k.csv", ROWS.encode(), by=world.advisor)
    run.mapping[""]["defaults"] = {"stage": "active"}
    assert staging.match(run, "clients", run.mapping, by=world.advisor) == []
    again = staging.receive("clients", "k.csv", ROWS.encode(), by=world.advisor)
    assert mapping.defaults("clients", "", again.mapping) == {"stage": "active"}


def test_columns_kept_before_are_still_known():
    assert mapping._said(["name", ""]) == {"columns": ["name", ""]}


def test_what_was_chosen_for_all_leaves_with_the_rows_that_are_left(world, client):
    run = staging.start(
        "clients",
        "k.csv",
        b"Namn;E-post;Kontaktperson\nEtt AB;fel@;Eva Ek\n",
        by=world.advisor,
        defaults={"stage": "active"},
    )
    client.force_login(world.advisor)
    left = client.get(reverse("crm:import_left", args=[run.pk, "csv"])).getvalue()
    again = check(world.advisor, left)
    assert again.rows.get().cells["stage"] == "active"


def test_a_personal_number_comes_back_from_what_left_without_it(world, client):
    run = check(world.advisor, "Namn;Org.nr;Status;Startdatum\nSoltorp;570312-9840;Hoppas;2024-01-01\n")
    client.force_login(world.advisor)
    left = client.get(reverse("crm:import_left", args=[run.pk, "csv"])).getvalue()
    assert b"9840" not in left
    again = check(world.advisor, left.replace(b"Hoppas", b"Aktiv"))
    carrying.carry_out(again, at=timezone.now())
    assert Organisation.objects.get(name="Soltorp").number == "570312-9840"
    other = check(world.outsider, left.replace(b"Hoppas", b"Aktiv"))
    assert [row.outcome for row in other.rows.all()] == ["error"]


def test_a_kept_file_that_cannot_be_read_any_more_says_so(world, client):
    run = staging.receive("clients", "k.csv", ROWS.encode(), by=world.advisor)
    ImportRun.objects.filter(pk=run.pk).update(content=b"PK\x03\x04 not a workbook", file_name="k.xlsx")
    client.force_login(world.advisor)
    answer = client.get(reverse("crm:import_match", args=[run.pk]), follow=True)
    assert (answer.status_code, answer.redirect_chain[0][0]) == (200, reverse("crm:import_start"))
    assert "The workbook is damaged" in answer.text


def test_who_may_not_start_projects_is_told_so_of_the_file(world, client):
    client.force_login(world.advisor)
    file = SimpleUploadedFile("p.csv", b"Kod;Titel\nIS1;Ett\n")
    answer = client.post(reverse("crm:import_start"), {"file": file, "kind": "projects"})
    assert answer.status_code == 422
    assert "Project leads and managers start projects." in answer.text
    assert not ImportRun.objects.exists()


def test_a_first_day_that_the_file_does_not_say_is_told(world):
    run = check(world.advisor, "Namn;Status;Startdatum\nEtt AB;Aktiv;\n")
    assert [one["code"] for one in run.rows.get().problems] == ["default_used"]
    lacking = check(world.advisor, "Namn;Status\nTvå AB;Aktiv\n")
    assert lacking.rows.get().problems == []
    assert [one["column"] for one in lacking.reading["once"]] == ["opened"]
