"""Hints to the workers are worth nothing after a minute, and only one waits for each row."""

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as Away

from worker import hints, tasks


class Sent:
    """A task whose messages are counted instead of sent."""

    name = "tests.sent"

    def __init__(self):
        self.messages = []

    def apply_async(self, args, **options):
        self.messages.append((args, options))


@pytest.fixture
def task():
    cache.clear()
    return Sent()


def test_one_hint_waits_for_each_row_and_expires(task):
    for pk in (1, 1, 2, 1):
        hints.hint(task, pk)
    assert task.messages == [([1], {"expires": 55}), ([2], {"expires": 55})]
    hints.taken(task, 1)
    hints.hint(task, 1)
    assert [args for args, _ in task.messages] == [[1], [2], [1]]


def test_its_mark_expires_with_it(task):
    hints.hint(task, 1)
    assert 0 < cache._cache.get_client().ttl(cache.make_key("hint:tests.sent:1")) <= 55


def test_with_the_cache_away_the_hint_is_sent_all_the_same(task, monkeypatch):
    def away(*_, **__):
        raise Away

    monkeypatch.setattr(cache, "add", away)
    monkeypatch.setattr(cache, "delete", away)
    for _ in range(2):
        hints.hint(task, 1)
        hints.taken(task, 1)
    assert len(task.messages) == 2


@pytest.mark.django_db
def test_every_task_about_a_row_is_hinted_at_by_the_tick(world):
    from django.utils import timezone

    names = {task.name for task in tasks.waiting(timezone.now())}
    every = {task.name for name, task in vars(tasks).items() if getattr(task, "name", "").startswith("worker.tasks.")}
    assert names == every - {"worker.tasks.tick"}
