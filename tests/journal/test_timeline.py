"""A timeline: order, filter, pages, what is left out, and a line for every verb."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from crm.models import Client, Meeting
from journal.facts import Tells
from journal.record import record
from journal.timeline import timeline
from tests.world import NOW, client_named


def verbs(shown) -> list[str]:
    return [line.entry.verb for line in shown.lines]


def test_entries_stand_newest_first_under_their_months(world):
    for days, verb in ((40, "client.opened"), (1, "client.changed"), (0, "client.assigned")):
        record(verb, world.client, by=world.advisor, at=NOW - timedelta(days=days))
    shown = timeline(world.client, world.advisor)
    assert verbs(shown) == ["client.assigned", "client.changed", "client.opened"]
    assert [(month.isoformat(), len(lines)) for month, lines in shown.months] == [("2026-11-01", 2), ("2026-10-01", 1)]


def test_an_entry_shows_on_every_record_it_is_about(world):
    other = client_named("Annan AB")
    record("client.changed", world.client, by=world.advisor, at=NOW, about=[other], changes=[])
    assert verbs(timeline(other, world.advisor)) == ["client.changed"]


def test_an_entry_about_something_hidden_is_left_out_and_not_counted(world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    record("client.changed", world.client, by=world.outsider, at=NOW, about=[hidden], changes=[])
    assert timeline(world.client, world.advisor).total == 0
    assert timeline(world.client, world.outsider).total == 1
    assert timeline(world.client, world.auditor).total == 1


def test_an_entry_whose_subject_is_hidden_is_left_out(world):
    hidden = client_named("Hemlig AB", lead=world.outsider, confidentiality="named")
    record("client.changed", hidden, by=world.outsider, at=NOW, about=[world.client], changes=[])
    assert verbs(timeline(world.client, world.advisor)) == []


def test_one_noun_is_shown_alone_and_all_are_counted(world):
    """Changes stand together, whichever noun was changed."""
    record("client.changed", world.client, by=world.advisor, at=NOW, changes=[])
    record("organisation.changed", world.client.organisation, by=world.advisor, at=NOW, about=[world.client])
    record("organisation.added", world.client.organisation, by=world.advisor, at=NOW, about=[world.client])
    shown = timeline(world.client, world.advisor, noun="organisation")
    assert (verbs(shown), shown.counts) == (["organisation.added"], {"client": 2, "organisation": 1})
    shown = timeline(world.client, world.advisor, noun="client")
    assert verbs(shown) == ["organisation.changed", "client.changed"]


def test_a_meeting_that_was_planned_logged_and_changed_is_one_meeting(world):
    words = {"kind": "video", "clients": [world.client], "starts_at": NOW - timedelta(days=1)}
    meeting = Meeting.log(state="planned", by=world.advisor, at=NOW - timedelta(days=2), **words)
    assert verbs(timeline(world.client, world.advisor)) == ["meeting.planned"]
    meeting.change(state="held", note="Gick bra.", by=world.advisor, at=NOW)
    meeting.change(note="Gick mycket bra.", by=world.advisor, at=NOW)
    shown = timeline(world.client, world.advisor)
    assert (verbs(shown), shown.counts) == (["meeting.changed", "meeting.logged"], {"meeting": 1, "client": 1})
    assert verbs(timeline(world.client, world.advisor, noun="meeting")) == ["meeting.logged"]


def test_pages_of_entries_at_the_same_moment_neither_skip_nor_repeat(world):
    for _number in range(7):
        record("client.changed", world.client, by=world.advisor, at=NOW, changes=[])
    seen, before = [], None
    while True:
        shown = timeline(world.client, world.advisor, before=before, limit=3)
        seen += [line.entry.pk for line in shown.lines]
        if not (before := shown.next):
            break
    assert (len(seen), len(set(seen))) == (7, 7)


@pytest.mark.parametrize("verb", ["client.never_heard_of", "client.changed", "client.assigned"])
def test_every_verb_has_a_line_its_own_or_the_general_one(world, rf, verb, monkeypatch):
    monkeypatch.setitem(Client.tells, "client.never_heard_of", Tells())
    record(verb, world.client, by=world.advisor, at=NOW)
    request = rf.get("/")
    request.user = world.advisor
    shown = {"timeline": timeline(world.client, world.advisor)}
    html = render_to_string("journal/timeline.html", shown, request=request)
    assert 'class="name"' in html
    assert "17\u00a0Nov" in html
