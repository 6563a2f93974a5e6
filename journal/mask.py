"""Find and mask a person in whatever any noun has said may hold her; knows no noun."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models.functions import Cast, Concat

from accounts.erasing import Erasing, erasing
from accounts.naming import Named
from ui.text import instead


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

    @cached_property
    def alone(self) -> set[str]:
        """Words of her name that are left in a record about her: a machine cannot tell whose they are."""
        return self.named.parts_in(map(self._masked, self.said.text)) if self.is_tied else set()

    @property
    def read_through(self) -> tuple[type[models.Model], int] | None:
        """The record that somebody looks at afterwards, if any: for texts of records about her, texts that named her,
        and words of her name in earlier versions and drafts, which are masked from there (`beside`)."""
        if of := getattr(self.model, "instance_type", None):
            return (of, self.row.id) if self.alone and self.said.page else None
        if self.said.of:
            about = getattr(self.row, self.said.of)
            return (type(about), about.pk) if self.alone else None
        may_tell = self.columns or (self.is_tied and any(map(self._may_tell, self.said.text)))
        return (self.model, self.row.pk) if self.said.page and may_tell else None

    def mask(self, at: datetime) -> None:
        if not self.is_meant:
            return
        values = {name: self._masked(name) for name in self.columns}
        if self.said.frozen:
            mask_frozen(self.row, values, at)
        else:
            _write(self.row, values)

    def _masked(self, name: str) -> Any:
        return self.named.masked(self._value(name), instead())

    def _may_tell(self, name: str) -> bool:
        value = self._value(name)
        return bool(value) and (name in self.said.reviewed or bool(self.named.parts_in([str(value)])))

    def _value(self, name: str) -> Any:
        return getattr(self.row, name)


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


@dataclass(frozen=True)
class Beside:
    """The earlier versions and drafts of a record in which words of an erased person's name stand that the record has
    no longer; `left` are those that it still has."""

    left: list[str]
    gone: Named
    rows: list[Any]

    @property
    def words(self) -> list[str]:
        return sorted(self.gone.parts_in(getattr(row, name) for row in self.rows for name in _texts(row)))

    @property
    def versions(self) -> int:
        return sum(hasattr(row, "instance_type") for row in self.rows)

    @property
    def drafts(self) -> int:
        return len(self.rows) - self.versions

    def mask(self) -> None:
        for row in self.rows:
            found = [name for name in _texts(row) if self.gone.parts_in([getattr(row, name)])]
            _write(row, {name: self.gone.masked_in_parts(getattr(row, name), instead()) for name in found})


def beside(record: type[models.Model], pk: int, words: list[str]) -> Beside:
    said, row = erasing(record), record._base_manager.filter(pk=pk).first()
    texts = [getattr(row, name) for name in said.text] if said and row else []
    left = Named(frozenset(words)).parts_in(texts)
    gone = Named(frozenset(words) - left)
    rows = _rows_beside(record, pk) if gone.parts else ()
    found = [row for row in rows if gone.parts_in(getattr(row, name) for name in _texts(row))]
    return Beside(sorted(left), gone, found)


def _rows_beside(record: type[models.Model], pk: int) -> Iterator[Any]:
    for model in apps.get_models():
        if key := _beside(model, record):
            yield from model._base_manager.filter(**{key: pk})


def _texts(row: Any) -> tuple[str, ...]:
    model: type[models.Model] = type(row)
    said = erasing(model)
    return said.text if said else ()


def _beside(model: type[models.Model], record: type[models.Model]) -> str:
    """By which the model's rows name the record of which they are earlier versions or drafts; "" when they are not."""
    if getattr(model, "instance_type", None) is record:
        return "id"
    said = erasing(model)
    return said.of if said and said.of and model._meta.get_field(said.of).related_model is record else ""


def _write(row: Any, values: dict[str, Any]) -> None:
    model = type(row)
    for name, value in values.items():
        most = getattr(model._meta.get_field(name), "max_length", None)
        values[name] = value[:most] if most and isinstance(value, str) else value
    if not values:
        return
    if any(field.name == "version" for field in model._meta.fields) and hasattr(row, "version"):
        # Who has the form open sees it before saving.
        values["version"] = models.F("version") + 1
    values |= getattr(model, "beside_masking", dict)()
    model._base_manager.filter(pk=row.pk).update(**values)


def mask_frozen(row: Any, values: dict[str, Any], at: datetime) -> None:
    """Through the database's function, the only way to change a row that never changes; it is kept in Masking."""
    changed = json.dumps(values, cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_mask(%s, %s, %s, %s)", [row._meta.db_table, row.pk, changed, at])
