"""Projects started at the same moment without a code get one each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from accounts.models import User
from projects.models import Project
from tests.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 5


@pytest.fixture
def at_once(world):
    """Starts as many projects at the same moment, each on a connection of its own; the codes, or what broke."""
    ready = Barrier(MANY, timeout=60)

    def start(number):
        try:
            ready.wait()
            by = User.objects.get(pk=world.manager.pk)
            return Project.start(title=f"Projekt {number}", starts_on=date(2026, 1, 1), by=by, at=NOW).code
        except IntegrityError as error:
            return type(error)
        finally:
            connection.close()

    def post():
        with ThreadPoolExecutor(MANY) as threads:
            return list(threads.map(start, range(MANY)))

    return post


def test_each_gets_the_next_code(at_once):
    assert sorted(at_once()) == [f"P2026-{number:03}" for number in range(1, MANY + 1)]


def test_without_waiting_for_each_other_several_get_the_same(at_once, monkeypatch):
    met = Barrier(MANY, timeout=60)

    def unlocked(on):
        met.wait()
        return f"P{on.year}-001"

    monkeypatch.setattr(Project, "next_code", unlocked)
    assert sorted(map(str, at_once())).count(str(IntegrityError)) == MANY - 1
