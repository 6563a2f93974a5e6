"""A masking: a row that never changes was masked when a person was erased; written by the database's own function."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.erasing import Erasing
from accounts.hanging import SHOWN_TO_NOBODY


class Masking(models.Model):
    """`kind` is the table, `columns` what was masked there, `transaction` the one in which it may change."""

    kind = models.CharField(max_length=63)
    key = models.BigIntegerField()
    columns = ArrayField(models.CharField(max_length=63))
    at = models.DateTimeField()
    transaction = models.BigIntegerField()

    hangs_on = SHOWN_TO_NOBODY
    erasing = Erasing(nobody=("kind", "columns"))

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "-at"], name="masking_of_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @classmethod
    def last_of(cls, row: Any) -> "Masking | None":
        """When what the row said was masked last, for its seal."""
        return cls.objects.filter(kind=row._meta.db_table, key=row.pk).order_by("-at").first()
