"""Moving in through the pages: choose, match, decide, take in, fetch what was left."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contacts.models import Municipality, Organisation, Person
from crm.models import Client
from imports import staging
from imports.models import ImportRun
from tests.world import client_named
from worker.tasks import work_on_import

FOLDER = Path(__file__).resolve().parents[2] / "data" / "legacy"
PARTNERS = b"Name,Kind,Municipality\nNordlab,University,Lund\nSydlab,University,Lunt\nVastlab,University,Lunt\n"


def upload(client, name, content):
    return client.post(reverse("crm:import_start"), {"file": SimpleUploadedFile(name, content)})


def match(client, run, **changed):
    """Send the page of the columns as it stands, but for what is changed."""
    page = client.get(reverse("crm:import_match", args=[run.pk])).context["match"]
    typed = {"kind": page.kind, "shown": page.kind}
    for part in page.parts:
        typed |= {f"{part.prefix}shown": part.shown, f"{part.prefix}sheet": part.sheet}
        typed |= {f"{part.prefix}row": part.row} | {line.name: line.column for line in part.lines}
    return client.post(reverse("crm:import_match", args=[run.pk]), typed | changed)


def checked(client, name, content):
    """An import whose rows are ready to be decided."""
    upload(client, name, content)
    run = ImportRun.objects.latest("pk")
    match(client, run)
    work_on_import(run.pk)
    run.refresh_from_db()
    return run


def preview(client, run, query=""):
    return client.get(reverse("crm:import_preview", args=[run.pk]) + query)


def taken_in(client, run, **typed):
    client.post(reverse("crm:import_carry_out", args=[run.pk]), typed)
    work_on_import(run.pk)
    run.refresh_from_db()
    return run


def test_a_list_is_chosen_matched_decided_and_taken_in(world, client):
    client.force_login(world.advisor)
    answer = upload(client, "klienter.csv", (FOLDER / "klienter.csv").read_bytes())
    run = ImportRun.objects.get()
    assert answer.url == reverse("crm:import_match", args=[run.pk])
    assert match(client, run).url == reverse("crm:import_preview", args=[run.pk])
    run.refresh_from_db()
    assert (run.kind, run.state) == ("clients", "checking")
    assert "being checked" in preview(client, run).text
    work_on_import(run.pk)
    run.refresh_from_db()
    assert "Nobody here is called" in preview(client, run).text
    before = run.counts["decision"]
    fields = {"column": "lead", "text": "David Roos", "fix": world.colleague.name}
    client.post(reverse("crm:import_decide_all", args=[run.pk]), fields)
    run.refresh_from_db()
    assert run.counts["decision"] < before
    assert taken_in(client, run).state == "done"
    assert Client.objects.count() == 1 + run.rows_done
    assert "Reason" in client.get(reverse("crm:import_left", args=[run.pk, "csv"])).getvalue().decode()
    assert client.get(reverse("crm:import_list")).status_code == 200


def test_headings_that_a_person_has_matched_are_not_asked_for_again(world, client):
    client.force_login(world.advisor)
    rows = b"Aktor,Sort\nNordlab,University\n"
    upload(client, "a.csv", rows)
    run = ImportRun.objects.get()
    refused = match(client, run, kind="partners", shown="partners")
    assert refused.status_code == 422
    assert "no column for Name, Kind" in refused.text
    assert match(client, run, kind="partners", shown="partners", **{"0-0": "name", "0-1": "kind"}).status_code == 302
    work_on_import(run.pk)
    run.refresh_from_db()
    assert (run.kind, run.counts["create"]) == ("partners", 1)
    again = client.post(reverse("crm:import_start"), {"file": SimpleUploadedFile("b.csv", rows), "kind": "partners"})
    assert again.url == reverse("crm:import_preview", args=[run.pk + 1])


def test_two_headings_are_not_one_column(world, client):
    client.force_login(world.advisor)
    upload(client, "p.csv", PARTNERS)
    refused = match(client, ImportRun.objects.get(), **{"0-2": "kind"})
    assert refused.status_code == 422
    assert "Two headings are given as Kind" in refused.text


def test_another_heading_row_and_another_kind_can_be_looked_at(world, client):
    client.force_login(world.advisor)
    upload(client, "p.csv", b"Lista,2026\nName,Kind\nNordlab,University\n")
    run = ImportRun.objects.get()
    shown = match(client, run, show="0-", **{"0-row": "1"})
    assert [line.heading for line in shown.context["match"].parts[0].lines] == ["Lista", "2026"]
    shown = match(client, run, show="kind", kind="members")
    assert [line.column for line in shown.context["match"].parts[0].lines] == ["name", ""]
    run.refresh_from_db()
    assert (run.kind, run.state) == ("partners", "uploaded")


def test_rows_can_be_pasted(world, client):
    client.force_login(world.advisor)
    answer = client.post(reverse("crm:import_start"), {"pasted": "Name\tKind\nNordlab\tUniversity\n"})
    run = ImportRun.objects.get()
    assert answer.url == reverse("crm:import_match", args=[run.pk])
    match(client, run)
    work_on_import(run.pk)
    run.refresh_from_db()
    assert run.counts["create"] == 1


def test_what_the_cell_should_say_is_suggested_and_taken(world, client):
    client.force_login(world.advisor)
    rows = b"Org.nr;Namn;Status\n559933-2711;Vassrugg Akustik AB;Aktiv\n"
    run = checked(client, "k.csv", rows)
    row = run.rows.get()
    page = preview(client, run)
    [remark] = page.context["tables"][0].rows[0].remarks
    assert remark.suggestion == "559933-2714"
    assert f'name="{row.pk}-number"' in page.text
    client.post(reverse("crm:import_decide", args=[run.pk]), {"use": remark.use})
    assert taken_in(client, run).rows_done == 1
    assert Organisation.objects.get(name="Vassrugg Akustik AB").number == "559933-2714"


def test_rows_are_checked_again_when_what_they_lacked_has_come_in(world, client):
    client.force_login(world.advisor)
    run = checked(client, "m.csv", "Datum;Företag;Typ\n2026-03-02;Vassrugg Akustik AB;Besök\n".encode())
    assert run.counts["error"] == 1
    client_named("Vassrugg Akustik AB", lead=world.advisor)
    again = client.post(reverse("crm:import_decide", args=[run.pk]), follow=True)
    assert "Checked again." in again.text
    run.refresh_from_db()
    assert (run.counts["error"], run.counts["create"]) == (0, 1)


def test_only_what_stops_a_row_is_marked_in_it(world, client):
    client.force_login(world.advisor)
    run = checked(client, "k.csv", b"Namn;Status;Kommun\nKlarare AB;Hoppas;Atlantis\n")
    [shown] = preview(client, run).context["tables"][0].rows
    assert {remark.column: remark.outcome for remark in shown.remarks} == {"Stage": "error", "Municipality": ""}


def test_what_is_typed_counts_when_the_import_is_begun(world, client):
    client.force_login(world.advisor)
    run = checked(client, "k.csv", b"Namn;Status\nKlarare AB;Aktiv\nNovis AB;Hoppas\n")
    wrong = run.rows.get(outcome="error")
    taken_in(client, run, **{f"{wrong.pk}-stage": "active"})
    assert (run.rows_done, run.counts["error"]) == (2, 0)


def test_what_was_left_is_decided_and_taken_in_later(world, client):
    client.force_login(world.advisor)
    run = checked(client, "k.csv", b"Namn;Status\nKlarare AB;Aktiv\nNovis AB;Hoppas\nTrevi AB;Vet ej\n")
    assert taken_in(client, run).rows_done == 1
    wrong, other = run.rows.filter(outcome="error")
    client.post(
        reverse("crm:import_decide", args=[run.pk]), {f"{wrong.pk}-stage": "active", f"{other.pk}-choice": "skip"}
    )
    run.refresh_from_db()
    assert (run.counts["create"], run.counts["unchanged"], run.counts["duplicate"]) == (1, 1, 1)
    assert taken_in(client, run).rows_done == 2
    assert Client.objects.filter(organisation__name__in=["Klarare AB", "Novis AB", "Trevi AB"]).count() == 2


def test_a_look_alike_is_the_same_or_another_one(world, client):
    client.force_login(world.advisor)
    run = checked(client, "k.csv", b"Namn;Status\nKlarvik Diagnostik;Aktiv\n")
    row = run.rows.get()
    shown = preview(client, run).context["tables"][0].rows[0]
    assert (shown.alike.key, str(shown.alike)) == (world.client.organisation_id, world.client.name)
    assert [value for value, _label in shown.choices] == [f"same:{shown.alike.key}", "new", "skip"]
    client.post(reverse("crm:import_decide", args=[run.pk]), {f"{row.pk}-choice": f"same:{shown.alike.key}"})
    run.refresh_from_db()
    assert run.counts["unchanged"] == 1
    client.post(reverse("crm:import_decide", args=[run.pk]), {f"{row.pk}-choice": "new"})
    run.refresh_from_db()
    assert run.counts["create"] == 1


def test_a_mended_contact_comes_in_with_the_file_brought_back(world, client):
    client.force_login(world.advisor)
    rows = b"Namn;Status;Kontaktperson;E-post\nKlarare AB;Aktiv;Eva Ny;eva@\n"
    run = checked(client, "k.csv", rows)
    assert taken_in(client, run).rows_done == 1
    assert "eva@" in client.get(reverse("crm:import_left", args=[run.pk, "csv"])).getvalue().decode()
    staging_run = staging.start("clients", "k2.csv", rows.replace(b"eva@", b"eva@klarare.example"), by=world.advisor)
    assert staging_run.counts["update"] == 1
    taken_in(client, staging_run)
    assert Person.objects.get(name="Eva Ny").email == "eva@klarare.example"


def test_the_same_misspelt_place_is_decided_once(world, client):
    client.force_login(world.advisor)
    run = checked(client, "p.csv", PARTNERS.replace(b"University,Lunt", b"Universitet X,Lunt"))
    [place, kind] = sorted(preview(client, run).context["repeated"], key=lambda one: one.column.name, reverse=True)
    assert (kind.column.name, kind.count) == ("kind", 2)
    assert (place.text, place.suggestion) == ("Lunt", "Lund")
    client.post(
        reverse("crm:import_decide_all", args=[run.pk]),
        {"column": "municipality", "text": "Lunt", "fix": place.suggestion},
    )
    client.post(
        reverse("crm:import_decide_all", args=[run.pk]),
        {"column": "kind", "text": "Universitet X", "fix": "university"},
    )
    taken_in(client, run)
    assert (
        Organisation.objects.filter(municipality=Municipality.objects.get(name="Lund"), kind="university").count() == 3
    )


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("tom.csv", b"", "empty"),
        ("bara-rubriker.csv", b"Namn;Status\n", "no rows"),
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


def test_headings_that_say_nothing_are_asked_about(world, client):
    client.force_login(world.advisor)
    answer = client.get(upload(client, "fel.csv", b"Hund;Katt\n1;2\n").url)
    assert "None of these headings is known" in answer.text
    assert match(client, ImportRun.objects.get()).status_code == 422


def test_nothing_chosen_is_said_at_the_field(world, client):
    client.force_login(world.advisor)
    answer = client.post(reverse("crm:import_start"), {})
    assert answer.status_code == 422
    assert "Choose a file, or paste rows." in answer.text


def test_what_is_left_holds_no_personal_number(world, client):
    rows = b"Org.nr;Namn;Status;Startdatum\n570312-9840;Soltorp;Ny;?\n"
    run = staging.start("clients", "k.csv", rows, by=world.advisor)
    client.force_login(world.advisor)
    told = client.get(reverse("crm:import_left", args=[run.pk, "csv"])).getvalue().decode()
    assert "Soltorp" in told
    for text in (told, preview(client, run).text):
        assert "570312" not in text


def test_a_hidden_client_is_neither_shown_nor_changed(world, client):
    kept = world.client
    kept.confidentiality, kept.team, kept.lead = "named", world.health, world.manager
    kept.save()
    client.force_login(world.outsider)
    run = checked(client, "k.csv", b"Namn;Status;Anteckning\nKlarvik Diagnostik AB;Aktiv;ny\n")
    assert run.counts["create"] == 1
    assert taken_in(client, run).rows_done == 1
    kept.refresh_from_db()
    assert kept.note != "ny"
    assert Client.objects.filter(name=kept.name).count() == 2
    assert kept.organisation_id not in run.rows.values_list("target_id", flat=True)


def test_one_company_with_many_people_is_decided_once_for_the_file(world, client):
    client.force_login(world.advisor)
    rows = "Namn;Status;Kontaktperson\nFlera AB;Aktiv;Ett Namn\nFlera AB;Aktiv;Två Namn\nFlera AB;Aktiv;Tre Namn\n"
    run = checked(client, "k.csv", rows.encode())
    page = preview(client, run)
    [offer] = page.context["offers"]
    assert offer.words == "2 rows name one more person of a company above them."
    [first, _second] = page.context["tables"][0].rows
    assert [value for value, _label in first.choices] == ["join", "new", "skip"]
    client.post(reverse("crm:import_choose_all", args=[run.pk]), {"code": offer.code, "choice": offer.choice})
    assert taken_in(client, run).rows_done == 3
    assert Organisation.objects.get(name="Flera AB").affiliations.count() == 3


def test_a_difference_is_looked_at_and_taken(world, client):
    client.force_login(world.advisor)
    run = checked(client, "k.csv", f"Namn;Status\n{world.client.name};Vilande\n".encode())
    assert "Here, but otherwise" in preview(client, run).text
    [shown] = preview(client, run, "?outcome=differs").context["tables"][0].rows
    assert [value for value, _label in shown.choices] == ["take", "skip"]
    client.post(reverse("crm:import_decide", args=[run.pk]), {f"{shown.row.pk}-choice": "take"})
    assert taken_in(client, run).rows_done == 1
    world.client.refresh_from_db()
    assert world.client.stage == "dormant"


def test_the_stage_of_a_file_without_stages_is_chosen_once(world, client):
    client.force_login(world.advisor)
    upload(client, "k.csv", "Företag;Kontaktperson\nUtan Skede AB;Ina\nMed AB;Bo\n".encode())
    run = ImportRun.objects.latest("pk")
    assert match(client, run, **{"0-default-stage": "active"}).status_code == 302
    work_on_import(run.pk)
    run.refresh_from_db()
    page = preview(client, run).text
    assert page.count("The file has no column for Stage: all rows come in as Active.") == 1
    assert taken_in(client, run).rows_done == 2
    assert set(Client.objects.exclude(pk=world.client.pk).values_list("stage", flat=True)) == {"active"}


def test_an_auditor_imports_nothing(world, client):
    client.force_login(world.auditor)
    assert upload(client, "a.csv", b"Namn;Status\nA;Ny\n").status_code == 403


def test_an_import_is_its_makers_alone(world, client):
    run = staging.start("partners", "p.csv", b"Name,Kind\nA,University\n", by=world.advisor)
    client.force_login(world.colleague)
    for name in ("crm:import_preview", "crm:import_match"):
        assert client.get(reverse(name, args=[run.pk])).status_code == 404
    for name in ("crm:import_decide", "crm:import_decide_all"):
        assert client.post(reverse(name, args=[run.pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_asks_as_often_for_one_row_as_for_many(world, client, django_assert_num_queries, rows):
    client.force_login(world.advisor)
    lines = b"".join(b"Bolag %d AB;Hoppas;Lunt;X Y\n" % number for number in range(rows))
    run = staging.start("clients", "k.csv", b"Namn;Status;Kommun;Ansvarig\n" + lines, by=world.advisor)
    preview(client, run)
    with django_assert_num_queries(14):
        preview(client, run)
