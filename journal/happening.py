"""What is recorded: a verb, what it happened to, by whom and when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import User


@dataclass(frozen=True)
class Happening:
    """One thing to record: the same fields as `record`, for writing many at once."""

    verb: str
    subject: models.Model
    by: User | None
    at: datetime
    about: Iterable[models.Model] = ()
    facts: dict[str, Any] = field(default_factory=dict)
