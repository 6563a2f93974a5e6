"""Search over the rooms: page, fragment, and what a room registers."""

from collections.abc import Iterator

import pytest
from django.test import Client as Browser

from tests.world import World
from ui import search
from ui.search import Hit


@pytest.fixture
def lighthouses() -> Iterator[None]:
    """A room that knows two lighthouses, the second only to its administrator."""

    def provider(user, words, limit):
        names = ["Ven", "Hanö"] if user.role == "administrator" else ["Ven"]
        hits = [Hit("lighthouse", name, f"/lighthouses/{name}/", "Öresund", "flag") for name in names]
        return [hit for hit in hits if all(search.fold(hit.title).startswith(word) for word in words)][:limit]

    search.register("lighthouse", "Lighthouses", 90, provider)
    yield
    del search.providers["lighthouse"]


def test_the_page_shows_what_the_room_found(client: Browser, world: World, lighthouses: None):
    client.force_login(world.advisor)
    page = client.get("/search/", {"q": "VEN"})
    assert page.status_code == 200
    assert '<a class="name" href="/lighthouses/Ven/"><mark>Ven</mark></a>' in page.text
    assert '<h2 class="hits-head">Lighthouses</h2>' in page.text


def test_each_room_is_asked_for_its_user(client: Browser, world: World, lighthouses: None):
    client.force_login(world.advisor)
    assert "/lighthouses/" not in client.get("/search/", {"q": "hano"}).text
    client.force_login(world.administrator)
    assert "/lighthouses/Han" in client.get("/search/", {"q": "hano"}).text


def test_the_palette_gets_the_hits_alone(client: Browser, world: World, lighthouses: None):
    client.force_login(world.advisor)
    part = client.get("/search/", {"q": "ven"}, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "/lighthouses/Ven/" in part.text
    assert part.headers["Vary"].startswith("HX-Request")


def test_nothing_found_says_so_and_nothing_asked_is_quiet(client: Browser, world: World):
    client.force_login(world.advisor)
    assert "“&lt;qqq&gt;”" in client.get("/search/", {"q": "<qqq>"}).text
    assert "Nothing is called" not in client.get("/search/").text


def test_search_leads_to_places_too(client: Browser, world: World):
    client.force_login(world.administrator)
    assert 'href="/users/"><mark>Use</mark>rs</a>' in client.get("/search/", {"q": "use"}).text
    client.force_login(world.advisor)
    assert "Nothing is called" in client.get("/search/", {"q": "use"}).text


def test_odd_queries_do_not_break_search(client: Browser, world: World):
    client.force_login(world.advisor)
    assert client.get("/search/", {"q": "\x00"}).status_code == 400
    for query in ["%", "'", "\\", "x" * 5000, "- -", "&|!():*"]:
        assert client.get("/search/", {"q": query}).status_code == 200


def test_a_stranger_is_asked_to_sign_in(client: Browser, world: World):
    assert client.get("/search/", {"q": "ven"}).headers["Location"].startswith("/accounts/login/")
