"""By what a record is known that nobody keeps, such as a person: by rows of any room, whose nouns say `makes_known`."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts.hanging import declared_above, hidden, readable
from accounts.rights import Rights


def known_openly(model: type[Model], by: Rights) -> Q:
    """Records but for those known only by what is kept from this reader; one known by nothing is read by whoever made
    it (`created_by`)."""
    ways = ways_known(model)
    if not any(hidden(way.model, by) for way in ways):
        return Q()
    nothing = Q(pk__in=[])
    by_any, by_read = nothing, nothing
    for way in ways:
        by_any |= Q(Exists(way.naming(OuterRef("pk"))))
        by_read |= Q(Exists(way.read_by(by, OuterRef("pk"))))
    return by_read | (~by_any & Q(created_by=by.who)) if by.who else by_read


def is_known(record: Model) -> bool:
    return any(way.naming(record).exists() for way in ways_known(type(record)))


@dataclass(frozen=True)
class Way:
    """Rows by which records of a noun are known."""

    model: Any
    field: str

    def naming(self, record: Any) -> QuerySet[Any]:
        """Rows that name the record, or an OuterRef to one."""
        return self._links.filter(**{self._there: record})

    def read_by(self, by: Rights, record: Any) -> QuerySet[Any]:
        """Those of them that she may read."""
        if not self._is_many:
            return readable(self.naming(record), by)
        rows = readable(self.model._base_manager.order_by(), by)
        return self.naming(record).filter(**{f"{self._field.m2m_field_name()}__in": rows})

    @property
    def _field(self) -> Any:
        return self.model._meta.get_field(self.field)

    @property
    def _is_many(self) -> bool:
        return bool(self._field.many_to_many)

    @property
    def _links(self) -> QuerySet[Any]:
        model = self._field.remote_field.through if self._is_many else self.model
        rows: QuerySet[Any] = model._base_manager.all()
        return rows

    @property
    def _there(self) -> str:
        return str(self._field.m2m_reverse_field_name()) if self._is_many else self.field


@lru_cache(maxsize=256)
def ways_known(model: type[Model]) -> list[Way]:
    return [Way(*one) for one in declared_above(model, lambda said: said.makes_known)]
