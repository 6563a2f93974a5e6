"""What rows of clients, partners and members do: as their verbs would, told in the check, the same again when brought
again."""

from pathlib import Path

from django.utils import timezone

from crm.models import Affiliation, Client, Organisation
from imports import carrying, staging
from journal.models import Entry
from tests.world import NOW

CASES = Path(__file__).resolve().parents[2] / "data" / "cases"


def check(by, content, kind="clients"):
    content = (CASES / content).read_bytes() if isinstance(content, str) and content.endswith(".csv") else content
    content = content.encode() if isinstance(content, str) else content
    return staging.start(kind, "k.csv", content, by=by)


def take_in(by, content, kind="clients"):
    return carrying.carry_out(check(by, content, kind), at=timezone.now())


def told(run):
    return [(row.outcome, [one["message"] for one in row.problems]) for row in run.rows.all()]


def codes(run):
    return [(row.outcome, [(one["column"], one["code"]) for one in row.problems]) for row in run.rows.all()]


def test_what_is_longer_than_its_column_is_told_and_not_cut(world):
    run = take_in(world.advisor, "c13-too-long-names.csv")
    assert run.state == "done"
    assert codes(run) == [("error", [("name", "refused"), ("person", "refused")])]
    assert not Organisation.objects.filter(name__startswith="Långnamn").exists()


def test_an_amount_beyond_its_column_is_left_out_and_told(world):
    run = take_in(world.advisor, "c15-amount-too-large.csv")
    assert codes(run)[0] == ("create", [("turnover", "left_out")])
    assert Organisation.objects.get(name="Stor AB").turnover_sek is None
    assert Organisation.objects.get(name="Liten AB").turnover_sek == 5


def test_what_comes_in_is_signed_by_whoever_brings_it_as_the_page_would(world):
    run = check(world.advisor, "Namn;Status;Kontaktperson;Startdatum\nNy AB;Aktiv;Eva Ny;2024-02-01\n")
    carrying.carry_out(run, at=NOW)
    client = Client.objects.get(name="Ny AB")
    role = Affiliation.objects.get(organisation=client.organisation)
    assert role.is_main
    verbs = ["client.opened", "affiliation.started"]
    entries = Entry.objects.filter(verb__in=verbs)
    assert [(one.verb, one.by, one.at, one.subject) for one in entries.order_by("pk")] == [
        ("client.opened", world.advisor, NOW, client),
        ("affiliation.started", world.advisor, NOW, role),
    ]
    for row in (client, client.organisation, role.person, role):
        [kept] = row.history.all()
        assert (kept.history_user, kept.history_date) == (world.advisor, NOW)
