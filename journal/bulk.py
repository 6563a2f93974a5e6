"""The one way to write many tracked rows: in sets, with their history."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history


def bulk_create[Row: models.Model](
    rows: Iterable[Row], *, by: Any, reason: str, at: datetime, batch_size: int = 1000
) -> list[Row]:
    """Insert rows of one model with a history row each; returns them with their keys. `at` dates the history."""
    rows = list(rows)
    if not rows:
        return []
    return bulk_create_with_history(
        rows,
        type(rows[0]),
        batch_size=batch_size,
        default_user=by,
        default_change_reason=reason,
        default_date=at,
    )


@transaction.atomic
def bulk_update[Row: models.Model](
    rows: Sequence[Row], fields: Sequence[str], *, by: Any, reason: str, at: datetime, batch_size: int = 500
) -> int:
    """Update the fields of rows of one model with a history row each, dated `at`; returns how many."""
    if not rows:
        return 0
    return bulk_update_with_history(
        rows,
        type(rows[0]),
        fields,
        batch_size=batch_size,
        default_user=by,
        default_change_reason=reason,
        default_date=at,
    )
