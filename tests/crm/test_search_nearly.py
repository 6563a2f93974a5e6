"""Search forgives typing errors, after what is called exactly so, and never tells what is hidden; own clients first."""

import pytest
from django.urls import reverse

from projects.models import Project
from tests.world import client_named, contact, project_named
from ui import near
from ui.search import find


def groups(user, query):
    return {str(label): [hit.title for hit in hits] for label, hits in find(user, query)}


NEAR = "Spelled nearly so"


@pytest.mark.parametrize(
    "typed",
    [
        "klarvok", "klarvi k diagnosrik", "klrvik", "kllarvik", "kalrvik", "lkarvik", "larvik", "xlarvik", "qklarvik",
        "klarvk", "diagnistk", "diagnotsik klarvik", "klarvik diagnostuk", "KLARVÖK",
    ],
)  # fmt: skip
def test_one_letter_wrong_missing_too_many_or_swapped_is_forgiven_and_two_in_a_long_word(world, typed):
    assert groups(world.advisor, typed) == {NEAR: ["Klarvik Diagnostik AB"]}


@pytest.mark.parametrize("typed", ["klorvok", "kxa", "12345", "((((", "klarvok zz", "%%%%", "a" * 200])
def test_more_than_that_is_another_word(world, typed):
    assert groups(world.advisor, typed) == {}


def test_people_and_projects_are_found_so_too(world):
    contact("Maja Törnqvist", world.client)
    assert groups(world.advisor, "tornqivst") == {NEAR: ["Maja Törnqvist"]}
    assert groups(world.advisor, "sarvord distnas") == {NEAR: ["Sårvård på distans"]}


def test_what_is_called_exactly_so_stands_first_and_enough_of_it_alone(world):
    client_named("Klarvig Energi AB")
    assert list(groups(world.advisor, "klarvik").items()) == [
        ("Clients and organisations", ["Klarvik Diagnostik AB"]),
        (NEAR, ["Klarvig Energi AB"]),
    ]
    for name in ("Klarvik Ett AB", "Klarvik Två AB"):
        client_named(name)
    assert list(groups(world.advisor, "klarvik")) == ["Clients and organisations"]


def test_what_is_hidden_is_not_found_by_a_typing_error_either(world):
    hidden = client_named("Hemlig Verkstad AB", lead=world.outsider, confidentiality="named")
    contact("Hemlig Person", hidden)
    Project.objects.filter(pk=project_named("Hemligt prov", lead=world.outsider).pk).update(confidentiality="named")
    assert groups(world.advisor, "hemlgi") == {}
    assert set(groups(world.outsider, "hemlgi")[NEAR]) == {"Hemlig Verkstad AB", "Hemlig Person", "Hemligt prov"}


def test_her_own_clients_stand_first(world):
    for name, lead in [("Vik Akustik AB", None), ("Alfa Vik AB", world.outsider), ("Övre Vik AB", world.advisor)]:
        client_named(name, lead=lead)
    found = "Clients and organisations"
    assert groups(world.advisor, "vik")[found] == ["Övre Vik AB", "Vik Akustik AB", "Alfa Vik AB"]
    assert groups(world.outsider, "vik")[found] == ["Alfa Vik AB", "Vik Akustik AB", "Övre Vik AB"]
    assert groups(world.manager, "vik")[found] == ["Vik Akustik AB", "Alfa Vik AB", "Övre Vik AB"]


def test_her_own_client_is_first_of_more_than_are_shown_and_each_is_shown_once(world):
    for number in range(9):
        client_named(f"Vik {number} AB")
    client_named("Zeta Vik AB", lead=world.advisor)
    assert groups(world.advisor, "vik")["Clients and organisations"] == [
        "Zeta Vik AB",
        *(f"Vik {n} AB" for n in range(5)),
    ]


def test_her_own_clients_stand_first_among_those_spelled_nearly_so(world):
    client_named("Brovalla AB")
    client_named("Brovolla AB", lead=world.advisor)
    assert groups(world.advisor, "brovlla")[NEAR] == ["Brovolla AB", "Brovalla AB"]
    assert groups(world.outsider, "brovlla")[NEAR] == ["Brovalla AB", "Brovolla AB"]


def test_the_page_tells_that_it_is_spelled_nearly_so(world, client):
    client.force_login(world.advisor)
    page = client.get("/search/", {"q": "klarvok"}).text
    assert '<h2 class="hits-head">Spelled nearly so</h2>' in page
    assert reverse("crm:client_detail", args=[world.client.pk]) in page
    assert "Nothing is called" not in page


def test_a_command_that_is_called_so_stands_above_what_is_only_nearly_so(world, client):
    client_named("Lögård Bioanalys AB")
    world.advisor.language = "sv"
    world.advisor.save()
    client.force_login(world.advisor)
    groups = client.get("/search/", {"q": "logga"}).context["groups"]
    assert [(label, [hit.title for hit in hits]) for label, hits in groups] == [
        ("Gå till", ["Logga möte"]),
        ("Stavas nästan så", ["Lögård Bioanalys AB"]),
    ]


def test_every_word_with_one_error_begins_with_a_head_that_is_looked_up():
    word, letters = "klarvik", "abcdefghijklmnopqrstuvwxyz"
    meant = {word[:at] + letter + word[at + 1 :] for at in range(7) for letter in letters}
    meant |= {word[:at] + letter + word[at:] for at in range(8) for letter in letters}
    meant |= {word[:at] + word[at + 1 :] for at in range(7)}
    meant |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(6)}
    heads = tuple(near.spelled_out(word))
    assert {one for one in meant if not one.startswith(heads)} == set()
    assert {one for one in meant if near.errors([word], [one]) is None} == set()
