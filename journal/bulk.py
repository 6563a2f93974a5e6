"""The one way to write many tracked rows: in sets, with their history."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from simple_history.utils import get_history_model_for_model

from accounts.models import User
from journal.copying import as_kept, copy_in

SIGNATURE = ("history_type", "history_date", "history_change_reason", "history_user_id")


@transaction.atomic(savepoint=False)
def bulk_create[Row: models.Model](
    rows: Iterable[Row], *, by: User | None, reason: str, at: datetime, batch_size: int = 1000
) -> list[Row]:
    """Insert rows of one model with a history row each; returns them with their keys. `at` dates the history."""
    rows = list(rows)
    if not rows:
        return []
    made = type(rows[0])._default_manager.bulk_create(rows, batch_size=batch_size)
    _remember(made, "+", by=by, reason=reason, at=at)
    return made


@transaction.atomic
def bulk_update[Row: models.Model](
    rows: Sequence[Row], fields: Sequence[str], *, by: User | None, reason: str, at: datetime, batch_size: int = 500
) -> int:
    """Update the fields of rows of one model with a history row each, dated `at`; returns how many."""
    if not rows:
        return 0
    count = type(rows[0])._default_manager.bulk_update(rows, fields, batch_size=batch_size)
    _remember(rows, "~", by=by, reason=reason, at=at)
    return count


def _remember(rows: Sequence[models.Model], change: str, *, by: User | None, reason: str, at: datetime) -> None:
    """As simple-history does it for rows in sets, without making a model instance of each row of history."""
    history: Any = get_history_model_for_model(type(rows[0]))
    tracked = history.tracked_fields
    signature = (change, at, reason, by and by.pk)
    columns = [*(field.column for field in tracked), *SIGNATURE]
    copy_in(history, columns, ([*(as_kept(field, row) for field in tracked), *signature] for row in rows))
