"""Several workers at one import; and one that dies at it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.db import connection

from contacts.models import Organisation
from imports import carrying, staging
from imports.models import ImportRun
from journal.models import Entry
from tests.world import NOW

ROWS = b"Name,Kind\nNordlab,University\nSydlab,University\n"


def started(world):
    run = staging.start("partners", "p.csv", ROWS, by=world.advisor)
    assert carrying.begin(run, by=world.advisor)
    assert not carrying.begin(run, by=world.advisor)
    return run


@pytest.mark.django_db(transaction=True)
def test_an_import_that_four_work_on_at_once_is_taken_in_once(world):
    run = started(world)
    before, ready = Organisation.objects.count(), Barrier(4, timeout=20)

    def work(_number):
        try:
            ready.wait()
            carrying.work_on(run.pk, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    run.refresh_from_db()
    assert (run.state, run.rows_done) == ("done", 2)
    assert Organisation.objects.count() == before + 2
    assert Entry.objects.filter(verb="organisation.added").count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_import_is_left_to_whoever_is_at_it_and_taken_over_when_she_is_gone(world):
    run = started(world)
    settings = connection.get_connection_params()
    wanted = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if settings.get(name)}
    other = psycopg.connect(**wanted)
    other.execute("SELECT 1 FROM imports_importrun WHERE id = %s FOR NO KEY UPDATE", [run.pk])
    carrying.work_on(run.pk, at=NOW)
    assert ImportRun.objects.get(pk=run.pk).state == "running"
    # Her process ends: the server rolls back what she had begun.
    other.close()
    assert run.pk in carrying.waiting()
    carrying.work_on(run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.rows_done) == ("done", 2)


@pytest.mark.django_db(transaction=True)
def test_a_failure_takes_nothing_in_and_says_so(world, monkeypatch):
    run = started(world)
    before = Organisation.objects.count()
    run.rows.filter(number=3).update(cells={"name": "x" * 50, "kind": "university"}, fixes={"number": 7})
    carrying.work_on(run.pk, at=NOW)
    run.refresh_from_db()
    assert run.state == "failed"
    assert Organisation.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_those_who_watch_see_how_far_it_has_come(world, monkeypatch):
    monkeypatch.setattr(carrying, "BATCH", 1)
    run, seen = started(world), []
    tell = carrying.tell

    def watched(pk, done):
        tell(pk, done)
        seen.append(carrying.rows_done(run))

    monkeypatch.setattr(carrying, "tell", watched)
    carrying.work_on(run.pk, at=NOW)
    assert seen == [0, 1, 2]
