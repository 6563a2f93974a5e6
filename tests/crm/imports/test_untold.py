"""What an import does not tell: names are never answered for hidden records, numbers in the same words for all."""

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.models import Likeness, Organisation
from crm.models import Client
from imports import carrying, staging
from journal.models import Entry
from tests.world import client_named

TAKEN = "This is taken already. Ask an administrator, who sees all that is here."


def check(by, content, kind="clients"):
    return staging.start(kind, "k.csv", content.encode(), by=by)


def brought(by, content):
    """Checked, and taken in."""
    run = check(by, content)
    return carrying.carry_out(run, at=timezone.now())


def told(run):
    return [(row.outcome, [one["message"] for one in row.problems]) for row in run.rows.all()]


@pytest.fixture
def hidden(world):
    client = client_named("Kanarien Medtech AB", lead=world.advisor, confidentiality="named")
    Organisation.objects.filter(pk=client.organisation_id).update(number_scheme="orgnr", number="559933-2714")
    return client


@pytest.mark.parametrize("kind", ["clients", "partners", "members"])
@pytest.mark.parametrize("name", ["Kanarien Medtech AB", "KANARIEN MEDTECH"])
def test_a_name_that_a_hidden_record_has_comes_in_as_any_other(world, hidden, kind, name):
    heads = {"clients": "Namn;Status", "partners": "Name;Kind", "members": "Company;Member since;Status"}
    rest = {"clients": "Aktiv", "partners": "Company", "members": "2024-01-01;Active"}
    run = check(world.outsider, f"{heads[kind]}\n{name};{rest[kind]}\nSolsidan AB;{rest[kind]}\n", kind)
    assert told(run) == [("create", []), ("create", [])]
    carrying.carry_out(run, at=timezone.now())
    new = Organisation.objects.exclude(pk=hidden.organisation_id).get(name=name)
    [likeness] = Likeness.objects.all()
    assert (likeness.organisation, likeness.other, likeness.by) == (new, hidden.organisation, world.outsider)
    assert list(Likeness.objects.visible_to(world.outsider)) == []
    assert list(Likeness.objects.visible_to(world.administrator)) == [likeness]


def test_whoever_sees_the_record_is_asked_whether_it_is_the_same(world, hidden):
    [(outcome, _messages)] = told(check(world.advisor, "Namn;Status\nKanarien Medtech;Aktiv\n"))
    assert outcome == "decision"
    assert told(check(world.advisor, "Namn;Status\nKanarien Medtech AB;Aktiv\n")) == [("unchanged", [])]


def test_a_choice_does_not_reach_a_hidden_record(world, hidden):
    run = check(world.outsider, "Namn;Status\nKanarien Medtech;Aktiv\n")
    row = run.rows.get()
    staging.decide(run, {row.pk: {"choice": f"same:{hidden.organisation_id}"}}, by=world.outsider)
    row.refresh_from_db()
    assert (row.outcome, row.target_id) == ("create", None)


def test_a_number_that_a_hidden_record_has_is_refused_without_saying_whose(world, hidden):
    run = brought(world.outsider, "Namn;Org.nr;Status\nNågot annat AB;559933-2714;Aktiv\n")
    assert told(run) == [("error", [TAKEN])]
    [entry] = Entry.objects.filter(verb="organisation.taken_refused")
    assert (entry.by, entry.subject, entry.facts) == (world.outsider, hidden.organisation, {"door": "import"})
    assert "559933" not in str(entry.facts)


def test_a_known_record_is_not_given_a_hidden_ones_number(world, hidden):
    """It would otherwise fail in the middle of the import, and tell so."""
    run = brought(world.outsider, f"Namn;Org.nr;Status\n{world.client.name};559933-2714;Aktiv\n")
    assert told(run) == [("error", [TAKEN])]


def test_whose_a_persons_number_is_is_told_to_nobody_who_does_not_name_him(world):
    trader = client_named("Soltorp", lead=world.advisor)
    Organisation.objects.filter(pk=trader.organisation_id).update(number_scheme="personal", number="570312-9840")
    rows = "Namn;Org.nr;Status\n{};570312-9840;Aktiv\n"
    assert told(check(world.outsider, rows.format("Nyfiken AB"))) == [("create", [])]
    assert told(brought(world.outsider, rows.format("Nyfiken AB"))) == [("error", [TAKEN])]
    assert told(check(world.outsider, rows.format("Soltorp"))) == [("unchanged", [])]


def test_numbers_are_not_asked_through(world, hidden, monkeypatch):
    monkeypatch.setattr(staging, "MOST_A_DAY", 0)
    run = brought(world.outsider, "Namn;Org.nr;Status\nA;559933-2714;Aktiv\nB;556016-0680;Aktiv\nC;;Aktiv\n")
    first, second, third = told(run)
    assert first == second
    assert first[0] == "error"
    assert third == ("create", [])
    assert list(Organisation.objects.filter(name__in=["A", "B", "C"]).values_list("name", flat=True)) == ["C"]


def test_a_check_tells_no_taken_number_from_a_free_one_and_leaves_no_trace(world, hidden):
    """A file of ten thousand numbers was answered at once, with nothing left behind that a form would have made."""
    trader = client_named("Soltorp", lead=world.advisor)
    Organisation.objects.filter(pk=trader.organisation_id).update(number_scheme="personal", number="570312-9840")
    numbers = ["559933-2714", "570312-9840", "556016-0680"]
    lines = [f"A{number};{number};Aktiv\nB{number};;Aktiv\nB{number};{number};Aktiv\n" for number in numbers]
    of_hidden, of_person, of_free = (
        [
            [(row.outcome, [one["code"] for one in row.problems]) for row in part.rows.all()]
            for part in [check(world.outsider, f"Namn;Org.nr;Status\n{line}")]
        ]
        for line in lines
    )
    assert of_hidden == of_person == of_free
    assert not Entry.objects.filter(verb="organisation.taken_refused").exists()


def test_a_cell_mended_to_another_taken_number_is_told_and_counted_anew(world, hidden):
    """Row by row, the same cell could be asked for number after number: only the first was counted."""
    other = client_named("Sparven AB", lead=world.advisor, confidentiality="named")
    Organisation.objects.filter(pk=other.organisation_id).update(number_scheme="orgnr", number="556703-7485")
    run = brought(world.outsider, "Namn;Org.nr;Status\nNågot annat AB;559933-2714;Aktiv\n")
    row = run.rows.get()
    staging.decide(run, {row.pk: {"services": ""}}, by=world.outsider)
    assert told(run) == [("error", [TAKEN])]
    staging.decide(run, {row.pk: {"number": "556703-7485"}}, by=world.outsider)
    assert told(run) == [("create", [])]
    run.refresh_from_db()
    carrying.carry_out(run, at=timezone.now())
    assert told(run) == [("error", [TAKEN])]
    asked = Entry.objects.filter(verb="organisation.taken_refused").order_by("pk")
    assert [entry.subject for entry in asked] == [hidden.organisation, other.organisation]


def test_the_administrator_sees_the_likeness_on_today_and_says_they_are_two(world, hidden, client):
    Client.open_client(
        Organisation(name="Kanarien Medtech"), by=world.outsider, at=timezone.now(), on=timezone.localdate()
    )
    likeness = Likeness.objects.get()
    for user in (world.outsider, world.advisor, world.manager, world.auditor):
        client.force_login(user)
        assert "They are two" not in client.get(reverse("crm:today")).text
    settle = reverse("contacts:likeness_settle", args=[likeness.pk])
    client.force_login(world.outsider)
    assert client.post(settle).status_code == 404
    client.force_login(world.administrator)
    page = client.get(reverse("crm:today")).text
    assert "Kanarien Medtech AB" in page
    assert client.post(settle).status_code == 302
    assert "They are two</button>" not in client.get(reverse("crm:today")).text
    assert Entry.objects.filter(verb="organisation.likeness_settled").count() == 1
