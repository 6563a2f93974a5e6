"""How a noun keeps its field history: one line in the model, one index for reading it back."""

from datetime import datetime
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from accounts.models import User


def keep_history(**options: Any) -> HistoricalRecords:
    """History for a noun: 64-bit keys, and no row when a save changed nothing is the verb's task (it saves fields)."""
    return HistoricalRecords(history_id_field=models.BigAutoField(primary_key=True), **options)


def sign(row: Any, *, by: User | None, at: datetime) -> None:
    """Say who saves the row next, and when, for its history."""
    row._history_user, row._history_date = by, at
