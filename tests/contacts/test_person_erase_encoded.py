"""An erased person is found however a text writes her: as addresses encode her, in an address within one, in JSON."""

import json
import re
from urllib.parse import quote, quote_plus, urlencode
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.erasing import erasing
from accounts.naming import Named
from contacts import erase_person
from contacts.models import Person
from crm.models import MeetingDraft
from imports.models import ImportRow, ImportRun
from journal.mask import Place
from lists.models import SavedView
from tests.canary import EMAIL, NAME, PHONE, left, tells_of_her
from tests.world import NOW
from ui.models import Sent, Unsaved

GROUND = {"ground": "objection", "reference": "D 2026/17"}
SAID = [NAME, NAME.upper(), "Fågelström, Kanarina", EMAIL, PHONE, "+46 70 123 45 67", "0046-70-1234567"]


def lower_hex(text):
    return re.sub("%..", lambda found: found[0].lower(), quote(text, safe=""))


def in_another(text):
    return urlencode({"list": "people", "query": urlencode({"q": text})})


def in_a_third(text):
    return urlencode({"next": f"/lists/views/save/?{in_another(text)}"})


WAYS = [str, quote, quote_plus, lower_hex, in_another, in_a_third]
NAMED = Named(frozenset({NAME}), frozenset({EMAIL}), frozenset({PHONE}), frozenset({"811218-9876"}))


@pytest.fixture
def folder(settings, tmp_path, mailbox_folder):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def her(world, folder):
    return Person.add(name=NAME, email=EMAIL, phone=PHONE, by=world.advisor, at=NOW)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_she_is_found_and_masked_however_she_is_written(way):
    for said in [*SAID, "811218-9876", "19811218 9876"]:
        apart = " " if way is str else "+"
        for around in (
            f"/?q={way(said)}&sort=name",
            f"Hos{apart}{way(said)}",
            f"/?q={way(f'Hos {said} nu')}",
            way(said),
        ):
            masked = NAMED.masked(around, "X")
            assert (NAMED.is_in(around), tells_of_her(masked), masked == around) == (True, False, False), around
            assert re.search(NAMED.rough, json.dumps(around, ensure_ascii=False)), around
            if way is not str:
                assert NAMED.is_in({"page": [around]}), around


@pytest.mark.parametrize(
    "other",
    ["Xkanarina F%C3%A5gelstr%C3%B6mare", "x+kanarina@fagelstrom.example", "mkanarina%40fagelstrom.example",
     "1070-123+45+67", "070-123+45+678", "Kanarina Sm%C3%A5f%C3%A5gel"],
)  # fmt: skip
def test_somebody_elses_is_not_taken_for_hers(other):
    assert NAMED.masked(f"/?q={other}", "X") == f"/?q={other}"


def columns():
    return [
        (model, name)
        for model in apps.get_models()
        if (said := erasing(model))
        for name in (*said.text, *said.frozen)
    ]  # fmt: skip


def test_no_address_of_a_page_is_said_to_name_nobody():
    """An address holds what was searched for; `Sent.url` was said to name nobody."""
    said = {name for model in apps.get_models() for name in getattr(erasing(model), "nobody", ())}
    assert said & {"url", "page", "query", "path", "address", "next"} == set()


def test_every_text_and_every_json_of_every_noun_is_masked_in_each_way():
    assert len(columns()) > 60
    for model, name in columns():
        is_json = model._meta.get_field(name).get_internal_type() == "JSONField"
        for way in WAYS:
            text = f"/?q={way(NAME)}"
            row = model(**{name: {"page": [text], "deep": [{text: 1}]} if is_json else text})
            place = Place(row, erasing(model), NAMED, False)
            assert (place.columns, tells_of_her(place._masked(name))) == ([name], False), (model, name, way)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nothing_is_left_of_her_in_kept_addresses(world, her, folder, way):
    by = world.advisor
    page = f"/crm/clients/?q={way(NAME)}&phone={way(PHONE)}"
    view = SavedView.objects.create(
        owner=by, list="clients", name=NAME, query=f"q={way(NAME)}&stage=active", created_at=NOW
    )
    sent = Sent.objects.create(by=by.pk, key=uuid4(), digest="x", url=page)
    unsaved = Unsaved.objects.create(who="x", key=uuid4(), page=page, typed={"page": [page]}, at=NOW)
    draft = MeetingDraft.objects.create(user=by, key=uuid4(), typed={"page": [page]}, saved_at=NOW)
    run = ImportRun.objects.create(kind="clients", file_name=way(NAME), content=b"", by=by, state="done")
    ImportRow.objects.create(run=run, number=2, cells={"web": f"https://x.example/{way(NAME)}"})
    world.client.change({"needs": f"https://x.example/?q={way(EMAIL)}"}, by=by, at=NOW)
    assert len(left(folder)) > 6
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    assert left(folder) == []
    for row in (view, sent, unsaved, draft):
        row.refresh_from_db()
    assert (view.name, view.asks["stage"]) == ("[raderad]", "active")
    assert {sent.url.partition("?")[0], unsaved.page.partition("?")[0]} == {"/crm/clients/"}
    assert draft.masked_at is not None


def test_a_view_saved_by_its_button_forgets_her_and_still_opens(world, her, folder, client):
    client.force_login(world.advisor)
    query = urlencode({"q": NAME, "stage": "active"})
    key = str(uuid4())
    client.post(reverse("lists:view_save"), {"list": "clients", "name": "Hon", "query": query, "key": key})
    assert "lists_savedview.query" in left(folder)
    erase_person.erase(her, **GROUND, by=world.administrator, at=NOW)
    assert left(folder) == []
    view = SavedView.objects.get()
    assert dict(view.asks.lists()) == {"q": ["[raderad]"], "stage": ["active"]}
    assert client.get(f"/crm/clients/?{view.query}&view={view.pk}").status_code == 200
