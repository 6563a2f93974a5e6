"""Hints to the workers: each names a row, is worth nothing after a minute, and only one of them waits for each row."""

from time import monotonic
from typing import Any

from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

# Seconds. The next tick hints anew at what is still to be done.
LIFE = 55
# Seconds before a broker that did not answer is asked again: what wakes many rows is not to wait for it with each.
PAUSE = 5.0
_away_until = 0.0


def hint(task: Any, pk: int) -> None:
    """Wake a worker for the row, unless a hint for it waits already. With the cache away there may be two, which does
    no harm: the row's lease lets one worker in. With the broker away there is none, and the next tick hints."""
    try:
        is_first = cache.add(_key(task, pk), 1, timeout=LIFE)
    except RedisError:
        is_first = True
    if is_first and monotonic() >= _away_until:
        _send(task, pk)


def _send(task: Any, pk: int) -> None:
    """A broker that hangs is away too."""
    global _away_until
    try:
        task.apply_async([pk], expires=LIFE)
    except (OperationalError, RedisError):
        _away_until = monotonic() + PAUSE


def taken(task: Any, pk: int) -> None:
    """A worker has begun: what happens to the row from now on is worth a new hint."""
    try:
        cache.delete(_key(task, pk))
    except RedisError:
        return


def _key(task: Any, pk: int) -> str:
    return f"hint:{task.name}:{pk}"
