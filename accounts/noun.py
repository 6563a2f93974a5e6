"""The rows of a noun: who reads them follows from what it hangs on (`accounts.hanging`) and is told nowhere else."""

from functools import lru_cache
from typing import Any, Self

from django.db.models import Model, QuerySet

from accounts.composed import KEPT
from accounts.hanging import readable
from accounts.rights import Reader, Rights, rights_of


class NounQuerySet[Row: Model](QuerySet[Row]):
    """`is_whole` while nothing has been asked: made without a query, as a manager makes it, and not chained since, by
    which everything is asked, the rows of one record too."""

    def __init__(self, model: Any = None, query: Any = None, using: str | None = None, hints: Any = None) -> None:
        super().__init__(model, query, using, hints)
        self.is_whole = query is None and using is None

    def _chain(self) -> Self:
        rows: Self = super()._chain()  # type: ignore[misc]
        rows.is_whole = False
        return rows

    def visible_to(self, reader: Reader) -> Self:
        """Those of the rows that she may read; of all rows composed once for each user's rights."""
        by = rights_of(reader)
        return _readable_of_all(self.model, by).all() if self.is_whole else readable(self, by)


@lru_cache(maxsize=KEPT)
def _readable_of_all(model: Any, by: Rights) -> Any:
    return readable(model._default_manager.get_queryset(), by)
