"""Adding, changing, finishing and opening a task again: the verbs and their journal."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from crm.models import Task
from journal.models import Entry
from tests.world import NOW
from ui.versions import Changed


def add(world, **values):
    return Task.add(by=world.advisor, at=NOW, **({"text": "Ring", "client": world.client} | values))


def told():
    return [(entry.verb, entry.by.name, entry.at, entry.facts) for entry in Entry.objects.order_by("pk")]


def test_a_task_is_its_makers_unless_given_away(world):
    mine, hers = add(world), add(world, owner=world.colleague)
    assert (mine.owner, hers.owner, hers.created_by) == (world.advisor, world.colleague, world.advisor)
    assert told() == [("task.added", "Alva Ek", NOW, given) for given in ({}, {"owner": world.colleague.pk})]


def test_a_task_needs_words(world):
    with pytest.raises(ValidationError):
        add(world, text="")
    assert told() == []


def test_what_changed_is_told(world):
    task = add(world)
    changed = task.change(by=world.manager, at=NOW, text="Ring", due_on=date(2026, 11, 27), owner=world.colleague)
    assert (changed.due_on, changed.owner, changed.version) == (date(2026, 11, 27), world.colleague, 2)
    assert told()[1:] == [
        ("task.changed", "Disa Roos", NOW, {"fields": ["due_on", "owner"], "owner": world.colleague.pk})
    ]


def test_a_change_of_nothing_leaves_no_trace(world):
    task = add(world)
    assert task.change(by=world.advisor, at=NOW, text="Ring").version == 1
    assert len(told()) == 1


def test_the_second_of_two_editors_is_told(world):
    task = add(world)
    task.change(by=world.advisor, at=NOW, version=1, text="Först")
    with pytest.raises(Changed):
        task.change(by=world.manager, at=NOW, version=1, text="Sist")
    assert Task.objects.get().text == "Först"


def test_a_task_is_finished_once_and_opened_again_once(world):
    task = add(world)
    with pytest.raises(ValidationError):
        task.reopen(by=world.advisor, at=NOW)
    task.finish(by=world.manager, at=NOW)
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (NOW, world.manager)
    with pytest.raises(ValidationError):
        task.finish(by=world.advisor, at=NOW)
    task.reopen(by=world.advisor, at=NOW)
    assert list(Task.objects.open()) == [task]
    assert [(verb, by) for verb, by, _at, _facts in told()] == [
        ("task.added", "Alva Ek"),
        ("task.done", "Disa Roos"),
        ("task.reopened", "Alva Ek"),
    ]


def test_an_auditor_changes_nothing(world):
    open_task, done = add(world), add(world)
    done.finish(by=world.advisor, at=NOW)
    for verb in (
        lambda: Task.add(by=world.auditor, at=NOW, text="x"),
        lambda: open_task.change(by=world.auditor, at=NOW, text="x"),
        lambda: open_task.finish(by=world.auditor, at=NOW),
        lambda: done.reopen(by=world.auditor, at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert len(told()) == 3


def test_a_task_of_a_hidden_client_is_hidden(world):
    task = add(world)
    world.client.confidentiality = "named"
    world.client.save()
    assert list(Task.objects.visible_to(world.advisor)) == [task]
    assert list(Task.objects.visible_to(world.outsider)) == []
