"""Conditions that depend on a user's rights alone, composed once for those rights and not anew for each read.

Composing what a user may see takes Django longer than PostgreSQL takes to find it. Only conditions are kept, never
rows: whoever asks gets a copy that has not been asked yet.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, NamedTuple, cast

from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql import Query

KEPT = 4096


class Rights(NamedTuple):
    """All that a visibility rule looks at."""

    pk: Any
    is_active: bool
    role: str
    team_id: int | None


def rights_of(user: Any) -> Rights | None:
    """None for a stranger, whose rules are composed each time."""
    return Rights(user.pk, user.is_active, user.role, user.team_id) if user.is_authenticated else None


class _Key:
    """Rights to look up by, with the user they were read from to compose with; equal when the rights are."""

    def __init__(self, rights: Rights, user: Any) -> None:
        self.rights, self.user = rights, user

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.rights == other.rights

    def __hash__(self) -> int:
        return hash(self.rights)


def composed_once[Rule: Callable[..., Any]](rule: Rule) -> Rule:
    """For a function of the user alone that answers a QuerySet."""
    kept = lru_cache(maxsize=KEPT)(lambda key: rule(key.user))

    @wraps(rule)
    def composed(user: Any) -> QuerySet[Any]:
        rights = rights_of(user)
        return kept(_Key(rights, user)).all() if rights else rule(user)

    return cast("Rule", composed)


def composed_once_for_all[Rule: Callable[..., Any]](rule: Rule) -> Rule:
    """For `visible_to` of a QuerySet, when nothing has been asked of it yet: a read begins there."""
    kept = lru_cache(maxsize=KEPT)(lambda model, key: rule(model._default_manager.get_queryset(), key.user))

    @wraps(rule)
    def composed(rows: Any, user: Any) -> QuerySet[Any]:
        rights = rights_of(user)
        if rights and _is_untouched(rows):
            return kept(rows.model, _Key(rights, user)).all()
        return rule(rows, user)

    return cast("Rule", composed)


def _is_untouched(rows: Any) -> bool:
    return (
        rows.query.__dict__ == _untouched(rows.model)
        and rows._iterable_class is ModelIterable
        and not (rows._prefetch_related_lookups or rows._known_related_objects or rows._hints or rows._db)
    )


@lru_cache(maxsize=256)
def _untouched(model: Any) -> dict[str, Any]:
    return Query(model).__dict__
