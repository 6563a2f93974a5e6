"""Words planted in kept records, looked for in every answer to everybody from whom they are kept.

The addresses are those of the resolver, filled with the keys of kept and of open records; what an address asks for is
learned from the view that asks. A new route or parameter is walked without being named here.
"""

import re
import uuid
import zipfile
from collections.abc import Iterator
from functools import cache, partial
from io import BytesIO
from itertools import product

import pytest
from django.test import Client as Browser

from crm.models import Client
from tests.planted import SENT, Planted, plant
from tests.walk import Watching, routes

pytestmark = pytest.mark.django_db

PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:\[[^\]]*\]|[^()])*\)")
OPEN, TEAM, NAMED = 41_000_001, 42_000_001, 43_000_001
# Words that stand in addresses beside keys.
WORDS = {"form": "csv", "name": "needs", "token": "x", "uidb36": "1"}
# Those who are not signed in are asked elsewhere; to sign out is to have read no more.
NOT_WALKED = {"account_logout"}
NOWHERE = 44_000_001


@pytest.fixture
def planted(world) -> list[Planted]:
    opened = plant(world, "open", OPEN)
    beside = Client.objects.get(pk=OPEN)
    return [opened, plant(world, "team", TEAM, beside), plant(world, "named", NAMED, beside)]


@pytest.fixture
def actors(world) -> dict:
    """Each with the levels that are kept from her."""
    both, named = {TEAM, NAMED}, {NAMED}
    return {world.outsider: both, world.editor: both, world.lead: named, world.manager: named}


def addresses(planted: list[Planted]) -> Iterator[tuple[str, set[int]]]:
    """Every address with the keys it was filled with."""
    for pattern, name in routes():
        if name in NOT_WALKED or ".*" in pattern:
            continue
        plain = re.sub(r"/\^", "/", pattern).removesuffix("$")
        places = [one or other for one, other in PLACE.findall(plain)]
        keyed = [place for place in places if place not in WORDS]
        for keys in product(planted, repeat=len(keyed)):
            filled = dict(zip(keyed, keys, strict=True))
            yield PLACE.sub(partial(_put, filled), plain), {one.key for one in keys}


def _put(filled: dict[str, Planted], found: re.Match[str]) -> str:
    place = found[1] or found[2]
    if place in WORDS:
        return WORDS[place]
    return str(filled[place].uuid if place == "key" else filled[place].key)


def nowhere(url: str, keys: set[int]) -> str:
    for key in keys:
        url = url.replace(str(uuid.UUID(int=key)), str(uuid.UUID(int=NOWHERE))).replace(str(key), str(NOWHERE))
    return url


def told(answer) -> str:
    """Everything that came back, workbooks unpacked, as one text in small letters."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode(errors="replace")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as book:
            text = " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return f"{answer.headers} {text}".lower()


class Walker:
    """Asks as one user; remembers what came back that was kept from her, and what she found."""

    def __init__(self, user, words: set[str]) -> None:
        self.browser, self.words = Browser(raise_request_exception=False), words
        self.browser.force_login(user)
        self.asked, self.found, self.where, self.wrong = 0, set(), [], []

    def ask(self, url: str, method: str = "get", **values: str):
        answer = getattr(self.browser, method)(url, values, follow=True)
        self.asked += 1
        text = told(answer)
        if SENT.lower() in text or "qvark" in text:
            found = {word for word in self.words if word in text}
            self.found |= found
            self.where += [(method, url, values, sorted(found))] if found else []
        if answer.status_code >= 500:
            self.wrong.append((method, url, values, answer.status_code))
        return answer

    @cache  # noqa: B019 - a walker lives as long as its test
    def answers(self, url: str) -> tuple[int, int]:
        """To being read and to being done, with nothing said."""
        return self.ask(url).status_code, self.ask(url, "post").status_code

    def look(self, url: str, values: list[str]) -> int:
        """The address, and the address with each value for each thing it asks for."""
        status = self.ask(url).status_code
        known: set[str] = set()
        while new := sorted(Watching.asked[0] - known):
            known |= set(new)
            more: set[str] = set()
            for name, value in product(new, values):
                self.ask(url, **{name: value})
                more |= Watching.asked[0]
            Watching.asked = (more, set())
        return status


@pytest.fixture
def watched(settings) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.walk.Watching"]


def test_no_word_of_what_is_kept_comes_back_to_whom_it_is_kept_from(planted, actors, watched):
    """What is kept answers as what is nowhere. What addresses ask for is given by the first who is outside everything
    and by the manager; the others walk plainly."""
    paths = list(addresses(planted))
    words = {one.key: set(one.words) for one in planted}
    asked, told_to, differ = 0, [], []
    for (user, kept), gives in zip(actors.items(), (True, False, False, True), strict=True):
        walker = Walker(user, set().union(*(words[key] for key in kept)))
        for url, keys in paths:
            if keys & kept:
                differ += [(user.name, url)] if walker.answers(url) != walker.answers(nowhere(url, keys & kept)) else []
            else:
                walker.look(url, [SENT, *map(str, sorted(kept))] if gives else [])
        asked += walker.asked
        told_to += [(user.name, *one) for one in walker.where + walker.wrong]
    count = sum(len(words[key]) for key in (TEAM, NAMED))
    print(f"\n{count} words x {len(actors)} actors x {len(paths)} addresses: {asked} answers, {len(told_to)} tell")
    assert told_to == []
    assert differ == []


def test_whoever_reads_the_records_finds_the_words_by_the_same_walk(planted, world, watched):
    """Otherwise the test above would hold for pages that show nobody anything."""
    everything = {word: f"{one.level}: {where}" for one in planted for word, where in one.words.items()}
    walker = Walker(world.colleague, set(everything))
    for url, _keys in addresses(planted):
        walker.look(url, [])
    missed = sorted(everything[word] for word in set(everything) - walker.found)
    assert missed == []
