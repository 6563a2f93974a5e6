"""On what a record hangs: each noun says it once, as `hangs_on`, and what may be known of its records follows.

Closed by default: of a noun that has said nothing nothing is shown, and a house test refuses it. Rooms above add to
nouns below by tying: a row of theirs that ties a meeting to a project makes the meeting hang on the project.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, no
from accounts.composed import KEPT
from accounts.rights import Rights, rule


class Itself(Protocol):
    """A noun whose records say themselves who reads them: one rule, told for many rows and for one. `asks` names the
    relations by which it says why, and is called."""

    @property
    def asks(self) -> tuple[str, ...]: ...
    def readable(self, by: Rights, model: type[Model]) -> Q: ...
    def hidden(self, by: Rights, model: type[Model]) -> QuerySet[Any]: ...
    def why(self, by: Rights, row: Any) -> Answer: ...


@dataclass(frozen=True)
class Hangs:
    """`on` names fields that lead to other records (foreign keys, many-to-many, the reverse of a one-to-one): hidden
    when any of those is. `ties` names those of them whose own record hangs on the others through this row. `only` is
    the condition under which a row is shown at all. `aside` names fields that may lead to a hidden record while this
    one is read: whoever shows them asks for them through `visible_to`.

    What a row does to records below it: `one_with` names one-to-one fields to what is the same thing to a reader, such
    as the organisation that a client is: hidden together, and what happens to it is told of both. `makes_known` names
    fields to records that are known by such rows: read by whoever reads one of them; `leaves` names fields to records
    of which nothing follows. A field down to another room is in one of these, or a house test refuses it."""

    on: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    one_with: tuple[str, ...] = ()
    makes_known: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    itself: Itself | None = None
    only: Callable[[Rights], Q] | None = None


# Colleagues and the reference data that everybody signed in may read.
OPEN_TO_STAFF = Hangs()
# Rows that only the machine reads.
SHOWN_TO_NOBODY = Hangs(only=lambda by: Q(pk__in=[]))


def own(name: str, *, on: tuple[str, ...] = (), aside: tuple[str, ...] = ()) -> Hangs:
    """The row is that user's alone."""
    return Hangs(on=on, aside=aside, only=lambda by: Q((name, by.who)) if by.who else Q(pk__in=[]))


class Hidden(NamedTuple):
    """Hidden records by their keys, which stand in the column `key` of these rows."""

    rows: QuerySet[Any]
    key: str

    def named_by(self, field: str) -> Exists:
        return Exists(self.rows.filter(**{self.key: OuterRef(field)}))

    @property
    def keys(self) -> QuerySet[Any, Any]:
        return self.rows.order_by().values(self.key)


def hanging(model: type[Model]) -> Hangs | None:
    return getattr(model, "hangs_on", None)


def readable[Rows: QuerySet[Any]](rows: Rows, by: Rights) -> Rows:
    """Those of the rows that `by` may read; what `visible_to` of every noun answers."""
    said = hanging(rows.model)
    if said is None or not by.is_somebody:
        return rows.none()
    if said.itself:
        rows = rows.filter(said.itself.readable(by, rows.model))
    if said.only:
        rows = rows.filter(said.only(by))
    for condition in _conditions(rows.model, said, by):
        rows = rows.exclude(condition)
    return rows


@lru_cache(maxsize=KEPT)
def hidden(model: type[Model], by: Rights, besides: Callable[[Any], bool] = lambda field: False) -> tuple[Hidden, ...]:
    """The records of the noun that are kept from `by`, as sets of keys; none when she reads everything. What hides them
    through fields `besides` is left to be asked of those by themselves."""
    if (said := hanging(model)) is None or not by.is_somebody:
        return (Hidden(model._base_manager.all(), "pk"),)
    rows = model._base_manager.order_by()
    sets = [Hidden(said.itself.hidden(by, model), "pk")] if said.itself else []
    sets += [Hidden(rows.exclude(said.only(by)), "pk")] if said.only and said.only(by) else []
    for field in [model._meta.get_field(name) for name in said.on]:
        if not besides(field):
            led, is_column = _led_to(model, field.name, by), field.concrete and not field.many_to_many
            sets += [Hidden(rows.filter(one.named_by(field.name)), "pk") for one in led] if is_column else led
    return tuple(one for one in [*sets, *_from_above(model, by)] if not one.rows.query.is_empty())


def _conditions(model: type[Model], said: Hangs, by: Rights) -> Iterator[Exists]:
    """Each true of a row that hangs on something hidden."""
    for name in said.on:
        field = model._meta.get_field(name)
        column = name if field.concrete and not field.many_to_many else "pk"
        yield from (one.named_by(column) for one in _led_to(model, name, by))
    yield from (one.named_by("pk") for one in _from_above(model, by))


def _led_to(model: type[Model], name: str, by: Rights) -> Iterable[Hidden]:
    """What is hidden at the end of a field: by the field's own values, else by the keys of the model's rows."""
    field: Any = model._meta.get_field(name)
    sets = hidden(field.related_model, by)
    if field.many_to_many:
        return _through(field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name(), sets)
    if field.concrete:
        return sets
    return [Hidden(one.rows, field.field.name) for one in sets]


def _from_above(model: type[Model], by: Rights) -> list[Hidden]:
    """What rows of rooms above hide of this noun."""
    return [*_tied(model, by), *_hidden_as_one(model, by)]


def _hidden_as_one(model: type[Model], by: Rights) -> list[Hidden]:
    return [Hidden(one.rows, name) for other, name in ones_with(model) for one in hidden(other, by)]


@lru_cache(maxsize=256)
def ones_with(model: type[Model]) -> list[tuple[Any, str]]:
    """The nouns whose rows are one with a record of this noun: (model, field to here)."""
    return declared_above(model, lambda said: said.one_with)


def declared_above(model: type[Model], names: Callable[[Hangs], Iterable[str]]) -> list[tuple[Any, str]]:
    return [
        (other, name)
        for other in apps.get_models()
        if (said := hanging(other))
        for name in names(said)
        if other._meta.get_field(name).related_model is model
    ]


def ones_of(records: Iterable[Model]) -> dict[tuple[type[Model], Any], list[Model]]:
    """By (noun, key) of a record: the rows that are one with it, those among the records or found in one query."""
    by_noun: dict[type[Model], list[Any]] = defaultdict(list)
    for record in records:
        by_noun[type(record)].append(record)
    found: dict[tuple[type[Model], Any], list[Model]] = defaultdict(list)
    for model, rows in by_noun.items():
        for other, name in ones_with(model):
            here = {getattr(row, f"{name}_id"): row for row in by_noun.get(other, ())}
            missing = {row.pk for row in rows} - here.keys()
            there = other._base_manager.filter(**{f"{name}__in": missing}) if missing else ()
            for one in (*here.values(), *there):
                found[model, getattr(one, f"{name}_id")].append(one)
    return found


def _tied(model: type[Model], by: Rights) -> list[Hidden]:
    return [
        one
        for tie, mine, theirs in _ties(model)
        for one in _through(tie, mine, theirs, hidden(tie._meta.get_field(theirs).related_model, by))
    ]


def _through(tie: Any, mine: str, theirs: str, sets: Iterable[Hidden]) -> list[Hidden]:
    return [Hidden(tie._base_manager.filter(**{f"{theirs}__in": one.keys}), mine) for one in sets]


@lru_cache(maxsize=256)
def _ties(model: type[Model]) -> list[tuple[Any, str, str]]:
    """Rows of any room that make this noun hang on something more: (model, field to here, field to there)."""
    return [
        (tie, mine, theirs)
        for tie in apps.get_models()
        if (said := hanging(tie))
        for mine in said.ties
        if tie._meta.get_field(mine).related_model is model
        for theirs in said.on
        if theirs != mine
    ]


@rule
def can_read(by: Rights, row: Model) -> Answer:
    """Of one row; one not yet saved is read by those who read what it will hang on."""
    said = hanging(type(row))
    if said is None or not by.is_somebody:
        return _kept()
    if row._state.adding:
        return all_read(by, [row])
    if said.itself:
        return said.itself.why(by, row)
    rows = readable(type(row)._base_manager.all(), by)
    return YES if not rows.query.where or rows.filter(pk=row.pk).exists() else _kept()


@rule
def all_read(by: Rights, rows: Iterable[Model]) -> Answer:
    """Of many rows, in one query for each noun."""
    found: dict[type[Model], dict[Any, Model]] = {}
    for row in _saved(rows):
        found.setdefault(type(row), {})[row.pk] = row
    for model, wanted in found.items():
        if len(wanted) == 1:
            if not (answer := can_read(by, *wanted.values())):
                return answer
        elif readable(model._base_manager.filter(pk__in=wanted), by).count() != len(wanted):
            return _kept()
    return YES


def _saved(rows: Iterable[Model]) -> Iterator[Model]:
    """The rows, and what those not yet saved will hang on."""
    for row in rows:
        if not row._state.adding:
            yield row
        elif said := hanging(type(row)):
            fields = [type(row)._meta.get_field(name) for name in said.on]
            yield from _saved([one for field in fields if field.many_to_one and (one := getattr(row, field.name))])


def _kept() -> Answer:
    return no(_("This is kept to others."))


def hung_on(row: Model) -> list[Model]:
    """The records by which this one is hidden: those it hangs on, what ties it to more, and what is one with it."""
    said = hanging(type(row)) or SHOWN_TO_NOBODY
    named = [one for name in said.on for one in _at_end_of(row, name)]
    tied = [
        getattr(tie, theirs)
        for model, mine, theirs in _ties(type(row))
        for tie in model._base_manager.filter(**{mine: row}).select_related(theirs)
    ]
    return [*named, *tied, *ones_of([row])[type(row), row.pk]]


def _at_end_of(row: Model, name: str) -> list[Model]:
    field: Any = type(row)._meta.get_field(name)
    if field.many_to_many:
        return list(getattr(row, name).all())
    one = getattr(row, name if field.concrete else field.get_accessor_name(), None)
    return [one] if one else []
