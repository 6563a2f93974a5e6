"""What verbs tell: declared facts alone, and in none of them a word that somebody wrote."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template

from contacts.models import Municipality
from journal import facts
from journal.catalogue import DETAIL, END, MARK, catalogue
from journal.models import Entry
from journal.record import record
from tests.journal.walks import CANARY, walked, walks
from tests.world import NOW

ENTRIES = Path(apps.get_app_config("journal").path).parent / "templates"
HERS = re.compile("kanarina|f.gelstr.m", re.IGNORECASE)


def test_a_verb_that_nobody_has_declared_is_not_recorded(world):
    with pytest.raises(TypeError, match="has not declared that client.sung is told of it"):
        record("client.sung", world.client, by=world.advisor, at=NOW)


@pytest.mark.parametrize("facts", [{"reason": CANARY}, {"stage": CANARY}, {"stage": 3}])
def test_a_fact_that_is_not_as_declared_is_not_recorded(world, facts):
    with pytest.raises(TypeError, match="which it has not declared"):
        record("client.opened", world.client, by=world.advisor, at=NOW, **facts)


def test_words_of_a_change_are_not_recorded(world):
    changes = [{"field": "needs", "from": "", "to": CANARY}]
    with pytest.raises(TypeError, match="which it has not declared"):
        record("client.changed", world.client, by=world.advisor, at=NOW, changes=changes)


@pytest.mark.parametrize("walk", walks, ids=lambda walk: walk.__name__)
def test_no_verb_tells_in_the_journal_what_people_write(world, walk, mailbox_folder):
    walk(world)
    entries = Entry.objects.all()
    assert set(walks[walk]) - {entry.verb for entry in entries} == set()
    assert [entry.facts for entry in entries if HERS.search(json.dumps(entry.facts, ensure_ascii=False))] == []


def test_the_catalogue_is_what_is_recorded_and_no_verb_is_two_nouns():
    declared = [name for model in apps.get_models() for name in facts.declared(model)]
    assert sorted(walked()) == sorted(declared) == sorted(catalogue())


def test_the_catalogue_is_what_is_worded():
    """Each verb in its room's own words, but for changed facts, whose words all nouns share."""
    worded = set()
    for path in ENTRIES.glob("*/entries.html"):
        partials = get_template(str(path.relative_to(ENTRIES))).template.extra_data["partials"]
        mine = {name for name in partials if not name.endswith((DETAIL, END, MARK))}
        rooms = {catalogue()[name].noun._meta.app_label for name in mine & catalogue().keys()}
        assert (path.parent.name == "journal") or (rooms, mine - catalogue().keys()) == ({path.parent.name}, set())
        worded |= mine
    assert {name for name in catalogue().keys() - worded if not name.endswith(".changed")} == set()


def test_every_part_of_the_words_belongs_to_a_verb():
    """A part of a verb that is renamed would never be shown."""
    stray = [
        name
        for path in ENTRIES.glob("*/entries.html")
        if path.parent.name != "journal"
        for name in get_template(str(path.relative_to(ENTRIES))).template.extra_data["partials"]
        if ".".join(name.split(".")[:2]) not in catalogue()
    ]
    assert stray == []


def test_every_verb_has_an_icon_of_its_own_or_its_nouns():
    sprite = (ENTRIES.parent / "ui/static/ui/icons.svg").read_text()
    without = [one.name for one in catalogue().values() if not (one.tells.icon or hasattr(one.noun, "icon"))]
    unknown = [one.name for one in catalogue().values() if one.tells.icon and f'"i-{one.tells.icon}"' not in sprite]
    assert (without, unknown) == ([], [])


def test_a_noun_that_has_not_declared_that_it_changes_does_not(world):
    with pytest.raises(TypeError, match="has not declared that municipality.changed is told of it"):
        record("municipality.changed", Municipality.objects.first(), by=world.advisor, at=NOW)
