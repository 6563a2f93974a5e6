"""A number or code that another record has is refused alike at every door, whether the other is hidden or not."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contacts.models import Organisation
from imports import carrying, staging
from journal.models import Entry
from journal.taken import MOST_A_DAY, TAKEN, refused_lately
from tests.world import client_named, project_named, token_in_use

HIDDEN, VISIBLE, FREE = "559933-2714", "556036-0793", "556016-0680"
# Tokens and keys.
NEW = r"[A-Za-z0-9]{64}|[0-9a-f-]{36}"
# A person's language; programs are answered in the product's own.
WORDS = "This is taken already. Ask an administrator, who sees all that is here."
ORD = "Det här är redan upptaget. Fråga en administratör, som ser allt som finns här."


@pytest.fixture
def numbers(world):
    for name, number, level in (("Kanarien AB", HIDDEN, "named"), ("Öppna AB", VISIBLE, "open")):
        made = client_named(name, lead=world.advisor, confidentiality=level)
        Organisation.objects.filter(pk=made.organisation_id).update(number_scheme="orgnr", number=number)
    project_named("Dolt", code="DOLT-1", lead=world.lead, confidentiality="named")
    project_named("Öppet", code="ÖPPET-1", lead=world.lead)
    return world


def add(world, number):
    return (
        {"name": "Nya", "kind": "company", "number": number},
        reverse("contacts:organisation_add"),
        "/api/v1/organisations/",
    )


def take(world, number):
    typed = {"name": "Nya", "kind": "company", "number": number}
    return typed, reverse("crm:client_open"), "/api/v1/clients/"


def change(world, number):
    organisation = world.client.organisation
    page = reverse("contacts:organisation_change", args=[organisation.pk])
    typed = {"name": organisation.name, "number": number, "version": organisation.version}
    return typed, page, f"/api/v1/organisations/{organisation.pk}/"


def start(world, code):
    typed = {"title": "Nytt", "kind": "innovation", "confidentiality": "open", "starts_on": "2026-11-01", "code": code}
    return typed, reverse("projects:project_start"), "/api/v1/projects/"


def asked_by_page(client, by, typed, page, _address):
    client.force_login(by)
    return client.post(page, typed)


def asked_by_program(client, by, typed, page, address):
    headers = {"authorization": f"Bearer {token_in_use(by)}", "if-match": "*"}
    method = "patch" if re.search(r"\d", address.removeprefix("/api/v1/")) else "post"
    if address.endswith("clients/"):
        typed = {"organisation": typed}
    typed = {name: value for name, value in typed.items() if name != "version"}
    return getattr(client, method)(address, typed, "application/json", headers=headers)


def answered(client, asked, *question):
    """The answer, without what is new in each, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = asked(client, *question)
    told = re.sub(NEW, "", answer.text)
    return answer.status_code, told, len(queries)


@pytest.mark.parametrize("asked", [asked_by_page, asked_by_program])
@pytest.mark.parametrize(
    ("noun", "hidden", "visible", "field"),
    [
        (add, HIDDEN, VISIBLE, "number"),
        (take, HIDDEN, VISIBLE, "number"),
        (change, HIDDEN, VISIBLE, "number"),
        (start, "DOLT-1", "ÖPPET-1", "code"),
    ],
)
def test_hidden_or_not_the_no_is_the_same_in_words_and_work(numbers, client, asked, noun, hidden, visible, field):
    by = numbers.manager if noun is start else numbers.outsider
    answered(client, asked, by, *noun(numbers, visible))
    Entry.objects.all().delete()
    first, second = (answered(client, asked, by, *noun(numbers, one)) for one in (hidden, visible))
    assert (first[0], first[1].replace(hidden, ""), first[2]) == (second[0], second[1].replace(visible, ""), second[2])
    assert first[0] in (400, 422)
    assert (WORDS if asked is asked_by_page else ORD) in first[1]
    door = "page" if asked is asked_by_page else "api"
    told = list(Entry.objects.values_list("verb", "by", "facts"))
    noun_of = "project" if noun is start else "organisation"
    assert told == [(f"{noun_of}.taken_refused", by.pk, {"door": door})] * 2
    assert hidden not in str(told)


def test_a_program_is_told_at_the_field(numbers, client):
    answer = asked_by_program(client, numbers.outsider, *add(numbers, HIDDEN))
    assert answer.json()["errors"] == [{"field": "number", "code": TAKEN, "message": ORD}]


def test_all_doors_are_counted_together(numbers, client, monkeypatch):
    """Whoever asks her way through at a page has her imports throttled."""
    asked_by_page(client, numbers.outsider, *add(numbers, HIDDEN))
    asked_by_program(client, numbers.outsider, *add(numbers, VISIBLE))
    assert refused_lately(numbers.outsider, timezone.now()) == 2
    monkeypatch.setattr(staging, "MOST_A_DAY", 2)
    run = staging.start(
        "clients", "k.csv", f"Namn;Org.nr;Status\nA;{HIDDEN};Aktiv\nB;{FREE};Aktiv\n".encode(), by=numbers.outsider
    )
    carrying.carry_out(run, at=timezone.now())
    [told] = {tuple(one["message"] for one in row.problems) for row in run.rows.all()}
    assert "no more is checked" in told[0]


def test_only_who_sees_the_record_reads_that_it_was_asked_for(numbers, client):
    asked_by_page(client, numbers.outsider, *add(numbers, HIDDEN))
    kept = Organisation.objects.get(number=HIDDEN)
    words = "Its number was claimed for another organisation and refused"
    client.force_login(numbers.outsider)
    assert client.get(reverse("contacts:organisation_detail", args=[kept.pk])).status_code == 404
    client.force_login(numbers.administrator)
    assert words in client.get(reverse("contacts:organisation_detail", args=[kept.pk])).text


@pytest.mark.parametrize("asked", [asked_by_page, asked_by_program])
@pytest.mark.parametrize("noun", [add, take, change, start])
def test_beyond_a_day_s_measure_taken_is_not_told_from_free_at_any_door(numbers, client, asked, noun):
    """Each answer was exact before, however many were asked for: a program could go through a register of persons."""
    by = numbers.manager
    for _time in range(MOST_A_DAY):
        asked_by_program(client, by, *add(numbers, HIDDEN))
    taken, free = ("DOLT-1", "LEDIG-1") if noun is start else (HIDDEN, FREE)
    answered(client, asked, by, *noun(numbers, free))
    first, second = (answered(client, asked, by, *noun(numbers, one)) for one in (taken, free))
    assert (first[0], first[1].replace(taken, ""), first[2]) == (second[0], second[1].replace(free, ""), second[2])
    assert first[0] in (400, 422)
    assert refused_lately(by, timezone.now()) == MOST_A_DAY
    assert asked(client, numbers.outsider, *add(numbers, FREE)).status_code in (201, 302)
