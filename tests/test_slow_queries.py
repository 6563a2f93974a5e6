"""Queries that take for ever: a page gives up in words, and health is answered beside what waits."""

import os
import subprocess
import sys
import threading

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from config import failing, gate
from config.health import HealthMiddleware


@pytest.mark.parametrize(("is_web", "limits"), [("yes", ["15s", "5s"]), ("no", ["30min", "1min"])])
def test_a_page_gives_up_sooner_than_a_job(is_web, limits):
    code = (
        "import django; django.setup(); from django.db import connection; c = connection.cursor(); "
        "print(*[c.execute(f'SHOW {name}').fetchone()[0] for name in ('statement_timeout', 'lock_timeout')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"FYR_WEB": is_web}, capture_output=True, text=True
    )
    assert done.stdout.split() == limits, done.stderr


@pytest.mark.parametrize("what", ["SELECT pg_sleep(20)", "LOCK TABLE crm_meeting"])
@pytest.mark.django_db(transaction=True)
def test_what_is_given_up_is_answered_503_in_words(what, settings):
    import psycopg

    from tests.reports.killing import address

    with psycopg.connect(address()) as holder, connection.cursor() as cursor:
        holder.execute("LOCK TABLE crm_meeting")
        cursor.execute("SET statement_timeout = '200ms'")
        if what.startswith("LOCK"):
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET lock_timeout = '200ms'")
        try:
            cursor.execute(f"BEGIN; {what}")
        except OperationalError:
            answer = failing.handler500(RequestFactory().get("/"))
        finally:
            # The pool shall not hand its limits to the next.
            connection.connection.close()
            connection.close()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "The database does not answer just now." in answer.content.decode()


@pytest.fixture
def crowded(monkeypatch):
    """A process with as many slow pages at work as it lets in, behind health; ends them at last."""
    monkeypatch.setattr(gate, "PATIENCE", 0.2)
    goes_on, at_work = threading.Event(), threading.Semaphore(0)

    def slow(request):
        at_work.release()
        goes_on.wait(30)
        return HttpResponse("late")

    door = HealthMiddleware(gate.GateMiddleware(slow))
    threads = [threading.Thread(target=door, args=[RequestFactory().get("/")]) for _ in range(gate.AT_WORK)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert at_work.acquire(timeout=10)
    yield door, goes_on, threads
    goes_on.set()
    for thread in threads:
        thread.join()


def test_livez_waits_for_no_page_and_asks_no_database(crowded):
    door, _goes_on, _threads = crowded
    assert door(RequestFactory().get("/livez")).status_code == 200


def test_one_page_too_many_is_told_so_and_let_in_when_another_is_done(crowded):
    door, goes_on, threads = crowded
    refused = door(RequestFactory().get("/api/v1/clients/"))
    assert (refused.status_code, refused["Content-Type"]) == (503, "application/problem+json")
    goes_on.set()
    for thread in threads:
        thread.join()
    assert door(RequestFactory().get("/")).status_code == 200
