"""Conditions that depend on rights alone, composed once for those rights and not anew for each read.

Composing what a user may see takes Django longer than PostgreSQL takes to find it. Only conditions are kept, never
rows: whoever asks gets a copy that has not been asked yet.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql import Query

from accounts.rights import Reader, Rights, rights_of

KEPT = 4096


def composed_once[Row: Model](told: Callable[[Rights], QuerySet[Row]]) -> Callable[[Reader], QuerySet[Row]]:
    """For a rule of rights alone that answers a QuerySet; asked, as every rule, about a user or her rights."""
    kept = lru_cache(maxsize=KEPT)(told)

    @wraps(told)
    def composed(reader: Reader, /) -> QuerySet[Row]:
        return kept(rights_of(reader)).all()

    return composed


def composed_once_for_all[Rows](told: Callable[[Any, Rights], Rows]) -> Callable[[Any, Reader], Rows]:
    """For `visible_to` of a QuerySet, when nothing has been asked of it yet: a read begins there."""

    @lru_cache(maxsize=KEPT)
    def kept(model: Any, by: Rights) -> Any:
        return told(model._default_manager.get_queryset(), by)

    @wraps(told)
    def composed(rows: Any, reader: Reader, /) -> Rows:
        by = rights_of(reader)
        return kept(rows.model, by).all() if _is_untouched(rows) else told(rows, by)

    return composed


def _is_untouched(rows: Any) -> bool:
    return (
        rows.query.__dict__ == _untouched(rows.model)
        and rows._iterable_class is ModelIterable
        and not (rows._prefetch_related_lookups or rows._known_related_objects or rows._hints or rows._db)
    )


@lru_cache(maxsize=256)
def _untouched(model: Any) -> dict[str, Any]:
    return Query(model).__dict__
