"""Find and mask a person in whatever any noun has said may hold her; knows no noun."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext, override

from accounts.erasing import Erasing, erasing
from accounts.naming import Named


@dataclass(frozen=True)
class Place:
    """A row in whose texts she is, or may be."""

    row: Any
    said: Erasing
    named: Named
    is_tied: bool

    @property
    def model(self) -> type[models.Model]:
        return type(self.row)

    @cached_property
    def columns(self) -> list[str]:
        """Where she is named."""
        return [name for name in (*self.said.text, *self.said.frozen) if self.named.is_in(self._value(name))]

    @cached_property
    def is_meant(self) -> bool:
        """Whether it is she: by what only she has, or since the record is about her."""
        return bool(self.columns) and (
            self.is_tied or any(self.named.is_surely_in(self._value(name)) for name in self.columns)
        )

    @property
    def is_read_through(self) -> bool:
        """Whether somebody looks at it afterwards: texts of records about her, and texts that named her."""
        if self.said.page is None or hasattr(self.model, "instance_type"):
            return False
        return bool(self.columns) or (self.is_tied and any(map(self._may_tell, self.said.text)))

    def mask(self, at: datetime) -> None:
        if not self.is_meant:
            return
        values = {name: self._masked(name) for name in self.columns}
        if self.said.frozen:
            mask_frozen(self.row, values, at)
            return
        if any(field.name == "version" for field in self.model._meta.fields) and hasattr(self.row, "version"):
            # Who has the form open sees it before saving.
            values["version"] = models.F("version") + 1
        self.model._base_manager.filter(pk=self.row.pk).update(**values)

    def _masked(self, name: str) -> Any:
        value = self.named.masked(self._value(name), instead())
        most = getattr(self.model._meta.get_field(name), "max_length", None)
        return value[:most] if most and isinstance(value, str) else value

    def _may_tell(self, name: str) -> bool:
        value = self._value(name)
        return bool(value) and (name in self.said.reviewed or bool(self.named.words.search(str(value))))

    def _value(self, name: str) -> Any:
        return getattr(self.row, name)


def instead() -> str:
    """What stands where she stood, in the house's language."""
    with override(settings.LANGUAGE_CODE):
        return gettext("[erased]")


def places(person: Any, named: Named) -> Iterator[Place]:
    for model in apps.get_models():
        said = erasing(model)
        if said and (said.text or said.frozen):
            yield from _places_in(model, said, person, named)


def _places_in(model: type[models.Model], said: Erasing, person: Any, named: Named) -> Iterator[Place]:
    tied = _tied(model, said, person)
    key = "id" if hasattr(model, "instance_type") else "pk"
    words = [Cast(name, models.TextField()) for name in (*said.text, *said.frozen)]
    whole = words[0] if len(words) == 1 else Concat(*words, output_field=models.TextField())
    rows = model._base_manager.order_by().annotate(whole_text=whole)
    wanted = models.Q(whole_text__regex=named.rough) if named.rough else models.Q(pk__in=[])
    for row in rows.filter(wanted | models.Q(**{f"{key}__in": tied})).iterator():
        yield Place(row, said, named, getattr(row, key) in tied)


def _tied(model: type[models.Model], said: Erasing, person: Any) -> set[int]:
    if not said.tied:
        return set()
    of = getattr(model, "instance_type", model)
    return set(of._base_manager.filter(**{said.tied: person}).values_list("pk", flat=True))


def mask_frozen(row: Any, values: dict[str, Any], at: datetime) -> None:
    """Through the database's function, the only way to change a row that never changes; it is kept in Masking."""
    changed = json.dumps(values, cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_mask(%s, %s, %s, %s)", [row._meta.db_table, row.pk, changed, at])
