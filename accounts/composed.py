"""Conditions that depend on rights alone, composed once for those rights and not anew for each read.

Composing what a user may see takes Django longer than PostgreSQL takes to find it. Only conditions are kept, never
rows: whoever asks gets a copy that has not been asked yet.
"""

from collections.abc import Callable
from functools import lru_cache, wraps

from django.db.models import Model, QuerySet

from accounts.rights import Reader, Rights, rights_of

KEPT = 4096


def composed_once[Row: Model](told: Callable[[Rights], QuerySet[Row]]) -> Callable[[Reader], QuerySet[Row]]:
    """For a rule of rights alone that answers a QuerySet; asked, as every rule, about a user or her rights."""
    kept = lru_cache(maxsize=KEPT)(told)

    @wraps(told)
    def composed(reader: Reader, /) -> QuerySet[Row]:
        return kept(rights_of(reader)).all()

    return composed
