"""The cache in Redis or Valkey; while that is away each process keeps for itself, so that nobody is kept from signing
in and attempts are counted all the same."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
PAUSE = 5.0  # seconds before the server is asked again


class Cache(RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("while-away", {key: value for key, value in params.items() if key != "OPTIONS"})
        self._away_until = 0.0

    def answers(self) -> bool:
        """Whether the server is there now."""
        try:
            return bool(self._cache.get_client().ping())
        except RedisError:
            return False

    def _away(self) -> None:
        if not self._away_until:
            log.warning("The cache's server is away; each process keeps for itself meanwhile.")
            self._own.clear()
        self._away_until = monotonic() + PAUSE


def _or_own(name: str) -> Callable[..., Any]:
    def call(cache: Cache, *args: Any, **more: Any) -> Any:
        if monotonic() >= cache._away_until:
            try:
                answer = getattr(RedisCache, name)(cache, *args, **more)
                cache._away_until = 0.0
                return answer
            except RedisError:
                cache._away()
        return getattr(cache._own, name)(*args, **more)

    return call


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
    "clear",
):
    setattr(Cache, _name, _or_own(_name))
