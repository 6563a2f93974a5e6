"""Search in this room: any word's beginning, folded letters, numbers, people's e-mail; never what is hidden."""

import pytest

from contacts.models import Organisation, Person
from contacts.models.organisation import _is_common
from crm.models import Client
from tests.world import client_named, contact
from ui.search import find


def titles(user, query: str) -> list[str]:
    return [hit.title for _label, hits in find(user, query) for hit in hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("klar", ["Klarvik Diagnostik AB"]),
        ("diag klar", ["Klarvik Diagnostik AB"]),
        ("ångwave", ["Ångwave Sund/Vik AB"]),
        ("ANGW", ["Ångwave Sund/Vik AB"]),
        ("vik", ["Ångwave Sund/Vik AB"]),
        ("5599140", ["Ångwave Sund/Vik AB"]),
        ("559914-0208", ["Ångwave Sund/Vik AB"]),
        ("maja", ["Maja Törnqvist"]),
        ("tornq", ["Maja Törnqvist"]),
        ("maja@klar", ["Maja Törnqvist"]),
        ("& | ! <-> :*", []),
        ("klarvik zz", []),
    ],
)
def test_search_finds_by_any_words_beginning(world, query, found):
    other = client_named("Ångwave Sund/Vik AB")
    Organisation.objects.filter(pk=other.organisation_id).update(number="559914-0208", number_scheme="orgnr")
    person = contact("Maja Törnqvist", world.client)
    Person.objects.filter(pk=person.pk).update(email="Maja@klarvik.example")
    assert titles(world.advisor, query) == found


@pytest.mark.parametrize(
    ("query", "queries"),
    [
        # Session, user and three rooms; two letters are not looked at for typing errors.
        ("kl", 5),
        ("zz", 5),
        ("klara", 5),
        # Little is called so: three rooms once more, and what is found there with its place and people's roles.
        ("zzzz", 8),
        ("diagn", 9),
        ("tornk", 9),
    ],
)
def test_the_box_takes_so_many_queries(world, client, query, queries, django_assert_num_queries):
    """With people whose roles are told; the same for one hit and for three."""
    for name in ("Klara Törnqvist", "Klara Ek", "Klara Ström"):
        contact(name, world.client)
    client.force_login(world.advisor)
    with django_assert_num_queries(queries):
        client.get("/search/", {"q": query}, headers={"HX-Request": "true"})


@pytest.mark.parametrize("common", [0, 10_000])
def test_a_list_finds_the_same_whether_the_word_is_common_or_not(world, monkeypatch, common):
    monkeypatch.setattr("contacts.models.organisation.COMMON", common)
    _is_common.cache_clear()
    other = client_named("Ångwave Sund/Vik AB")
    visible = Client.objects.visible_to(world.advisor)
    assert [list(visible.matching(text)) for text in ("angw", "klar", "zz", "&")] == [[other], [world.client], [], []]
    assert set(visible.matching("")) == {other, world.client}
    _is_common.cache_clear()


def test_names_that_begin_with_the_words_stand_first(world):
    client_named("Vik Akustik AB")
    client_named("Alfa Vik AB")
    assert titles(world.advisor, "vik") == ["Vik Akustik AB", "Alfa Vik AB"]


def test_what_is_hidden_is_not_found(world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    contact("Hemlig Person", hidden)
    assert titles(world.advisor, "hemlig") == []
    assert titles(world.outsider, "hemlig") == ["Hemlig AB", "Hemlig Person"]


def test_a_protected_person_is_not_found_by_e_mail(world):
    Person.objects.create(name="Skyddad", email="skyddad@x.example", is_protected=True)
    assert titles(world.advisor, "skyddad@x") == []


def test_a_sole_trader_is_not_found_by_her_personal_number(world):
    Organisation.objects.update(number="850101-1236", number_scheme="personal")
    assert titles(world.advisor, "850101") == []
