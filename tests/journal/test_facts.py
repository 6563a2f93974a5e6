"""What verbs tell: declared facts alone, and in none of them a word that somebody wrote."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps

from journal.models import Entry
from journal.record import record
from tests.journal.walks import CANARY, declared_verbs, walked, walks
from tests.world import NOW

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


def test_every_verb_that_is_told_is_walked():
    taken = {verb for verb in walked() if verb.endswith(".taken_refused")}
    assert sorted(set(walked()) - taken) == sorted(declared_verbs())


def test_every_verb_that_a_timeline_tells_of_is_worded():
    """But for runs and schedules, which have no timeline of their own."""
    entries = Path(apps.get_app_config("journal").path).parent / "templates" / "journal" / "entries"
    worded = {path.stem.replace("_", ".", 1) for path in entries.glob("*.html")} - {"any", "changed"}
    untold = {verb for verb in walked() if verb.partition(".")[0] in {"schedule", "report", "delivery"}}
    assert sorted(set(walked()) - untold) == sorted(worded)
