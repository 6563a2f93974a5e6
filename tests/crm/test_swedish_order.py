"""Lists by name are in Swedish order, å, ä and ö last, on every page and at the API; search folds them as before."""

import pytest
from django.urls import reverse

from accounts.models import User
from contacts.models import Municipality, Organisation, Person
from crm.models import Client
from lists.paging import Sort
from tests.world import client_named
from ui.swedish import SwedishOrder

# As a Swedish index has them; other marks and case say nothing.
NAMES = ["3D-skrivarna AB", "Alma AB", "Ek AB", "Émile AB", "vik AB", "Wik AB", "Zeta AB", "Åby AB", "ärla AB", "Ö AB"]


@pytest.fixture
def clients(world):
    Client.objects.all().delete()
    Organisation.objects.all().delete()
    return [client_named(name, lead=world.advisor) for name in NAMES[::-2] + NAMES[::2]]


def shown(order, rows):
    return [row.name for row in order.apply(rows)]


def test_the_lists_of_clients_organisations_and_people_end_with_a_ring_and_dots(world, clients, client):
    client.force_login(world.advisor)
    listed = client.get(reverse("crm:client_list")).context["list"].rows
    assert [row.name for row in listed] == NAMES
    assert [one.name for one in client.get(reverse("contacts:organisation_list")).context["list"].rows] == NAMES
    backwards = client.get(reverse("crm:client_list") + "?sort=-name").context["list"].rows
    assert [row.name for row in backwards] == NAMES[::-1]
    for name in NAMES:
        Person.add(name=name, by=world.advisor, at=clients[0].created_at)
    assert [one.name for one in client.get(reverse("contacts:person_list")).context["list"].rows] == NAMES


@pytest.mark.parametrize("is_descending", [False, True])
def test_pages_by_key_go_on_where_the_last_one_ended(clients, is_descending):
    order = Sort(SwedishOrder("name"), is_descending=is_descending)
    seen = [order.apply(Client.objects.all())[0]]
    while following := order.apply(order.after(Client.objects.all(), seen[-1].pk))[:1]:
        seen += following
    assert [client.name for client in seen] == (NAMES[::-1] if is_descending else NAMES)


def test_the_api_pages_in_the_same_order(world, clients, client):
    client.force_login(world.advisor)
    address, names = "/api/v1/clients/?page_size=3", []
    while address:
        answer = client.get(address).json()
        names += [row["organisation"]["name"] for row in answer["results"]]
        address = answer["next"]
    assert names == NAMES


def test_search_folds_them_still(world, clients, client):
    client.force_login(world.advisor)
    assert [row.name for row in client.get(reverse("crm:client_list") + "?q=aby").context["list"].rows] == ["Åby AB"]


def test_municipalities_and_colleagues_too(world):
    names = list(Municipality.names().values())
    assert names.index("Ystad") < names.index("Åstorp") < names.index("Ängelholm") < names.index("Örkelljunga")
    User.objects.create_user("asa@fyr.example", "fyrens-sken-42", name="Åsa Zander")
    assert list(User.objects.values_list("name", flat=True))[-1] == "Åsa Zander"
