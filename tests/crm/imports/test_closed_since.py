"""What an import's rows say of a record that was closed to the viewer afterwards is shown to her nowhere."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from contacts.models import Affiliation, Community, Membership, Organisation
from crm.imports import clients
from crm.models import Client, Meeting
from imports import carrying, preview, staging, telling
from imports.models import ImportRow
from imports.readable import as_read
from projects.models import Project
from tests.world import NOW, TODAY, client_named

WITHHELD = "This row speaks of a record that you may no longer read."
# Programs and the command are answered in Swedish here.
IN_SWEDISH = "Raden handlar om något som du inte längre får läsa."
DIFFERS = "Namn;Status;Anställda\nKlarvik Diagnostik AB;Vilande;7\n"


def check(by, content, kind="clients"):
    return staging.start(kind, "k.csv", content.encode(), by=by)


def close(client):
    Client.objects.filter(pk=client.pk).update(confidentiality="named")


def doors(run, browser, api, by):
    """Everything that the rows are read at."""
    browser.force_login(by)
    page = reverse("crm:import_preview", args=[run.pk])
    left = [b"".join(browser.get(reverse("crm:import_left", args=[run.pk, "csv"]))).decode()]
    rows = api(by).get(f"/api/v1/imports/{run.pk}/rows/").json()["results"]
    pages = [browser.get(f"{page}?outcome={one}").text for one in ("", "differs", "update", "unchanged", "decision")]
    command = telling.dump(run, by) + str(preview.waiting(run, by))
    return ["\n".join(pages), json.dumps(rows, ensure_ascii=False), *left, command]


def is_withheld(door):
    return WITHHELD in door or IN_SWEDISH in door


def differing(world):
    """A row whose file says otherwise than the client here."""
    world.client.change({}, by=world.advisor, at=NOW, organisation={"employees": 4242})
    return check(world.outsider, DIFFERS)


def test_what_differs_is_told_while_the_client_is_read_and_at_no_door_after(world, client, api):
    run = differing(world)
    assert ["4242" in door for door in doors(run, client, api, world.outsider)] == [True] * 4
    close(world.client)
    after = doors(run, client, api, world.outsider)
    assert [("4242" in door, "Differs" in door, is_withheld(door)) for door in after] == [(False, False, True)] * 4
    assert ["4242" in door for door in doors(run, client, api, world.administrator)] == [True] * 4


def test_what_a_row_set_is_told_no_more_either(world, client, api):
    Organisation.objects.update(employees=None, website="")
    run = check(world.outsider, "Namn;Anställda\nKlarvik Diagnostik AB;7\n")
    ImportRow.objects.filter(run=run).update(changes=[{"column": "employees", "before": "4242", "after": "7"}])
    close(world.client)
    assert ["4242" in door for door in doors(run, client, api, world.outsider)] == [False] * 4


def test_the_organisation_that_a_waiting_row_may_be_is_shown_to_readers_alone(world, client, api):
    run = check(world.outsider, "Namn;Status\nKlarvik Diagnostik;Aktiv\n")
    before = doors(run, client, api, world.outsider)
    assert "Klarvik Diagnostik AB: Active, Alva Ek" in before[0]
    assert [f"same:{world.client.organisation_id}" in door for door in before] == [True, False, False, True]
    close(world.client)
    Organisation.objects.filter(pk=world.client.organisation_id).update(name="Hemliga AB")
    Client.objects.update(stage="dormant")
    for door in doors(run, client, api, world.outsider):
        assert [word in door for word in ("Klarvik Diagnostik AB", "Hemliga", "Alva Ek", "same:")] == [False] * 4
    assert "Hemliga AB: Dormant, Alva Ek" in doors(run, client, api, world.administrator)[0]


@pytest.mark.parametrize("kind", ["clients", "partners", "members"])
def test_no_kind_offers_an_organisation_that_is_not_read(world, kind):
    close(world.client)
    keys = [world.client.organisation_id]
    asked = preview.KINDS[kind]
    assert (asked.alike(keys, world.outsider), asked.readable(keys, world.outsider)) == ({}, set())
    assert (list(asked.alike(keys, world.advisor)), asked.readable(keys, world.advisor)) == (keys, set(keys))


def test_an_organisation_that_is_read_tells_nothing_of_its_closed_client(world):
    """It is a member of a community too, and so is known without its client."""
    close(world.client)
    keys = [world.client.organisation_id]
    Membership.objects.create(
        community=Community.objects.create(name="HealthTech Nordic"),
        organisation=world.client.organisation,
        state="active",
        since_on=TODAY,
    )
    assert [one.words for one in clients.alike(keys, world.outsider).values()] == []
    assert clients.readable(keys, world.outsider) == set()


def test_a_meeting_s_row_is_read_as_the_meeting_is_and_not_as_its_client(world, client, api):
    other = client_named("Solsidan AB", lead=world.outsider)
    rows = "Datum;Klient;Tid;Anteckning\n2026-05-04;Solsidan AB;{};Uppstart\n"
    carrying.carry_out(check(world.outsider, rows.format(90), "meetings"), at=timezone.now())
    run = check(world.outsider, rows.format(30), "meetings")
    assert [is_withheld(door) for door in doors(run, client, api, world.outsider)] == [False] * 4
    meeting = Meeting.objects.get()
    assert (run.rows.get().target_id, other.meetings.get()) == (meeting.pk, meeting)
    meeting.clients.add(world.client)
    close(world.client)
    after = doors(run, client, api, world.outsider)
    assert [("Differs" in door, is_withheld(door)) for door in after] == [(False, True)] * 4


def test_a_project_s_row_is_read_as_the_project_is(world):
    kind = preview.KINDS["projects"]
    Project.objects.update(confidentiality="named")
    keys = [world.project.pk]
    assert (kind.readable(keys, world.outsider), kind.readable(keys, world.lead)) == (set(), set(keys))


def test_a_kind_that_has_not_said_who_reads_shows_none(world, monkeypatch):
    run = differing(world)
    monkeypatch.delattr(clients, "readable")
    [row] = as_read(run, run.rows.all(), world.administrator)
    assert [one["code"] for one in row.problems] == ["unreadable"]


def test_a_further_person_s_row_is_of_the_company_too(world):
    Affiliation.objects.all().delete()
    run = check(world.outsider, "Namn;Kontaktperson\nKlarvik Diagnostik AB;Eva Ek\nKlarvik Diagnostik AB;Bo Berg\n")
    assert [row.target_id for row in run.rows.all()] == [world.client.organisation_id] * 2
    close(world.client)
    rows = as_read(run, run.rows.all(), world.outsider)
    assert [(one.changes, [said["code"] for said in one.problems]) for one in rows] == [([], ["unreadable"])] * 2


def test_the_command_and_its_json_ask_the_reader(world, tmp_path):
    file = tmp_path / "k.csv"
    file.write_text("Namn;Status\nKlarvik Diagnostik;Aktiv\n")
    answers = []
    for args in ([], ["--json"]):
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("import", "clients", file, "--dry-run", "--as", world.advisor.email, *args, stdout=out)
        answers.append("Klarvik Diagnostik AB" in out.getvalue())
    assert answers == [True, True]


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_one_row_as_for_three(world, django_assert_num_queries, number):
    for one in range(number):
        client_named(f"Lika {one} AB", lead=world.advisor)
    run = check(world.outsider, "Namn;Status\n" + "".join(f"Lika {one};Aktiv\n" for one in range(number)))
    with django_assert_num_queries(5):
        list(preview.waiting(run, world.outsider))


@pytest.mark.parametrize("key", ["9" * 5000, "9" * 19, "²", "１２", "0"])
def test_an_odd_key_of_a_row_is_no_row(world, api, key):
    run = differing(world)
    answer = api(world.outsider).patch(f"/api/v1/imports/{run.pk}/rows/{key}/", {"fixes": {}}, format="json")
    assert answer.status_code == 404
