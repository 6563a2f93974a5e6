"""A record's timeline: what happened to it, newest first, without what the reader may not see.

Any room puts a line here by recording an entry about the record, and words it in its `templates/<room>/entries.html`
(`journal.catalogue`). What stands there sees `entry`, its `subject` (loaded through `for_timeline(user)` where the
QuerySet has that word), `said` and `changes` (`journal.told`) and `record`, whose timeline it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, Case, CharField, Count, Exists, F, Model, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.composed import KEPT
from accounts.hanging import Hidden, hanging, hidden, readable
from accounts.rights import Reader, Rights, rights_of
from journal import told
from journal.models import Entry, EntryRef
from ui.dates import short

LIMIT = 30

# What the filter calls a noun that is not a model's own plural.
noun_names: dict[str, str | Promise] = {"affiliation": gettext_lazy("People")}


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it."""

    entry: Entry
    subject: Model
    # What somebody wrote of it, and which fields have changed, from the rows that keep them.
    said: str = ""
    changes: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def on(self) -> date:
        return timezone.localdate(self.entry.at)

    @cached_property
    def day(self) -> str:
        """The day without its year, which the month's heading has."""
        return short(self.on, self.on)


@dataclass
class Timeline:
    record: Model
    lines: list[Line] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    noun: str = ""
    next: int | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def months(self) -> list[tuple[date, list[Line]]]:
        grouped = groupby(self.lines, key=lambda line: line.on.replace(day=1))
        return [(month, list(lines)) for month, lines in grouped]

    @property
    def chips(self) -> list[dict[str, Any]]:
        return [
            {"noun": noun, "name": noun_name(noun, self.record), "count": count}
            for noun, count in sorted(self.counts.items(), key=lambda pair: -pair[1])
        ]


def timeline(
    record: Model,
    reader: Reader,
    noun: str | None = None,
    before: int | None = None,
    limit: int = LIMIT,
    until: date | None = None,
) -> Timeline:
    """Up to `limit` lines, with how many there are of each noun.

    `before` is the last entry already shown; `until` the last day of what is shown of a record as of that day.
    """
    refs = refs_visible_to(reader, record)
    if until:
        refs = refs.filter(at__lt=timezone.make_aware(datetime.combine(until + timedelta(days=1), time())))
    shown = refs.annotate(shown_as=_shown_as(record))
    counts = dict(shown.order_by().values_list("shown_as").annotate(count=Count("pk")))
    found = list(_page(shown.filter(shown_as=noun) if noun else shown, before).select_related("entry__by")[: limit + 1])
    entries = [ref.entry for ref in found[:limit]]
    more = entries[-1].pk if len(found) > limit else None
    return Timeline(record, list(_lines(entries, record, reader)), counts, noun or "", more)


def refs_visible_to(reader: Reader, record: Model) -> QuerySet[EntryRef]:
    """The record's entries, but for those that are also about something kept from the reader: the same condition for
    the lines and for their counts. What happened to a noun that has not said on what it hangs is not told, nor is it
    told on others' timelines of what is for some readers only."""
    subjects = [_type(model).pk for model in _told() if isinstance(record, model) or not _is_for_some(model)]
    refs = EntryRef.objects.filter(record_type=_type(record), record_id=record.pk, entry__subject_type__in=subjects)
    return refs.filter(_tells_nothing_hidden(rights_of(reader)), ~_overtaken())


def told_to(reader: Reader, entries: Sequence[Entry]) -> set[int]:
    """The keys of those entries that may be told to the reader: of records that she reads, and about nothing that is
    kept from her."""
    by, keys = rights_of(reader), {entry.pk for entry in entries}
    subjects: dict[int, set[int]] = {}
    for entry in entries:
        subjects.setdefault(entry.subject_type_id, set()).add(entry.subject_id)
    told = Q(pk__in=[])
    for kind, rows in subjects.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        found = readable(model._base_manager.filter(pk__in=rows), by).order_by().values("pk")
        told |= Q(record_type=kind, record_id__in=found, entry__subject_type=kind, entry__subject_id=F("record_id"))
    refs = EntryRef.objects.filter(told, _tells_nothing_hidden(by), entry__in=keys)
    return set(refs.order_by().values_list("entry", flat=True))


def _overtaken() -> Q:
    """Of an EntryRef: another line has taken its place."""
    found = Q(pk__in=[])
    for verb, instead_of in _instead_of():
        same = {name: OuterRef(f"entry__{name}") for name in ("subject_type", "subject_id")}
        found |= Q(entry__verb=instead_of) & Q(Exists(Entry.objects.filter(verb=verb, **same)))
    return found


@lru_cache(maxsize=1)
def _instead_of() -> list[tuple[str, str]]:
    tells = {verb: tells for model in _told() for verb, tells in getattr(model, "tells", {}).items()}
    return [(verb, one.instead_of) for verb, one in tells.items() if one.instead_of]


def _shown_as(record: Model) -> Case:
    """By which noun the filter finds a line: changes stand together, whichever noun was changed."""
    is_change = When(entry__verb__endswith=".changed", then=Value(record._meta.model_name))
    return Case(is_change, default=F("noun"), output_field=CharField())


@lru_cache(maxsize=KEPT)
def _tells_nothing_hidden(by: Rights) -> RawSQL:
    """Of an EntryRef, in SQL as composed once: a dozen conditions take Django ten milliseconds each time."""
    hiding = Q(pk__in=[])
    for model in _told():
        for kept in _hidden_by_mention(model, by):
            hiding |= Q(record_type=_type(model)) & Q(kept.named_by("record_id"))
    hidden_refs = EntryRef.objects.filter(hiding, entry=OuterRef("entry"))
    query = EntryRef.objects.exclude(Exists(hidden_refs)).order_by().query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.pre_sql_setup()
    sql, params = compiler.compile(query.where)
    return RawSQL(sql or "TRUE", tuple(params), BooleanField())


@lru_cache(maxsize=1)
def _told() -> list[type[Model]]:
    """The nouns of which something happens: those that keep a history, and have said on what they hang."""
    return [model for model in apps.get_models() if hasattr(model, "history") and hanging(model)]


def _hidden_by_mention(model: type[Model], by: Rights) -> Iterable[Hidden]:
    """An entry is about its subject and what that hangs on by a foreign key, so those are asked of each by itself: here
    is asked what a noun hangs on otherwise. A person is named by what she took part in, which has its own say."""
    return () if _is_for_some(model) else hidden(model, by, besides=_asked_by_themselves)


def _is_for_some(model: type[Model]) -> bool:
    return bool((said := hanging(model)) and said.only)


def _asked_by_themselves(field: Any) -> bool:
    """A foreign key to what says itself who reads it, or is one with what does."""
    said = hanging(field.related_model)
    one_with = said and any(field.related_model._meta.get_field(name).one_to_one for name in said.on)
    return bool(field.many_to_one and said and (said.itself or one_with))


def _page(refs: QuerySet[EntryRef], before: int | None) -> QuerySet[EntryRef]:
    if before and (last := refs.filter(entry=before).first()):
        refs = refs.filter(Q(at__lt=last.at) | Q(at=last.at, entry__lt=last.entry_id))
    return refs.order_by("-at", "-entry")


def _lines(entries: list[Entry], record: Model, reader: Reader) -> Iterable[Line]:
    subjects = _subjects(entries, record, reader)
    said, changes = told.said(entries, subjects, reader), told.changes(entries, subjects)
    for entry in entries:
        if subject := subjects.get((entry.subject_type_id, entry.subject_id)):
            yield Line(entry, subject, said.get(entry.pk, ""), changes.get(entry.pk, []))


def _subjects(entries: list[Entry], record: Model, reader: Reader) -> dict[tuple[int, int], Model]:
    """Every entry's subject, one query per kind; the record itself is at hand. That they may be read has been asked."""
    subjects = {(_type(record).pk, record.pk): record}
    wanted: dict[int, set[int]] = {}
    for entry in entries:
        if (entry.subject_type_id, entry.subject_id) not in subjects:
            wanted.setdefault(entry.subject_type_id, set()).add(entry.subject_id)
    for type_id, keys in wanted.items():
        rows = _rows(ContentType.objects.get_for_id(type_id), reader)
        subjects |= {(type_id, row.pk): row for row in rows.filter(pk__in=keys)}
    return subjects


def _rows(content_type: ContentType, reader: Reader) -> QuerySet[Any]:
    model: Any = content_type.model_class()
    rows = model._default_manager.all()
    return rows.for_timeline(reader) if hasattr(rows, "for_timeline") else rows


def _type(record: Model | type[Model]) -> ContentType:
    return ContentType.objects.get_for_model(record)


def noun_name(noun: str, record: Model) -> str:
    """What the filter calls a noun; the record's own entries are its changes."""
    if noun == record._meta.model_name:
        return _("Changes")
    if noun in noun_names:
        return str(noun_names[noun])
    for model in apps.get_models():
        if model._meta.model_name == noun:
            return str(capfirst(model._meta.verbose_name_plural))
    return str(capfirst(noun))
