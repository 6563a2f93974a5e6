"""The words that belong to entries, read from the rows that keep them: what somebody wrote, and texts as changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Model, OuterRef, Subquery

from accounts.hanging import readable
from accounts.rights import Reader, rights_of
from journal.facts import Said, declared
from journal.models import Entry

type Subjects = Mapping[tuple[int, int], Model]


def said(entries: Iterable[Entry], subjects: Subjects, reader: Reader) -> dict[int, str]:
    """What somebody wrote of each, by entry: one query for each place, under the condition of the rows there."""
    found: dict[int, str] = {}
    asked: dict[tuple[type[Model], Said], list[Entry]] = defaultdict(list)
    for entry, subject in _with_subjects(entries, subjects):
        tells = declared(type(subject)).get(entry.verb)
        if tells and tells.said and not tells.said.fact:
            found[entry.pk] = getattr(subject, tells.said.field)
        elif tells and tells.said and tells.said.fact in entry.facts:
            asked[type(subject), tells.said].append(entry)
    for (model, place), of_place in asked.items():
        found |= _read(model, place, of_place, reader)
    return found


def _read(model: type[Model], place: Said, entries: list[Entry], reader: Reader) -> dict[int, str]:
    """Rows of the entry's own subject alone."""
    way: Any = model._meta.get_field(place.way)
    keys = {entry.facts[place.fact] for entry in entries}
    rows = readable(way.related_model._base_manager.filter(pk__in=keys), rights_of(reader)).order_by()
    words = {(key, of): text for key, of, text in rows.values_list("pk", way.field.attname, place.field)}
    return {entry.pk: words.get((entry.facts[place.fact], entry.subject_id), "") for entry in entries}


def changes(entries: Iterable[Entry], subjects: Subjects) -> dict[int, list[dict[str, Any]]]:
    """The changed fields of each entry that tells of any, texts with what they were and became: two queries for each
    noun of whose texts some have changed. What the noun leaves untold is named alone."""
    found: dict[int, list[dict[str, Any]]] = {}
    asked: dict[type[Model], list[Entry]] = defaultdict(list)
    for entry, subject in _with_subjects(entries, subjects):
        if "changes" in entry.facts:
            found[entry.pk] = entry.facts["changes"]
            if any(_is_text(one, subject) for one in found[entry.pk]):
                asked[type(subject)].append(entry)
    for model, of_model in asked.items():
        versions = _versions(model, of_model)
        for entry in of_model:
            found[entry.pk] = [_filled(one, model, versions.get(entry.pk)) for one in found[entry.pk]]
    return found


def _with_subjects(entries: Iterable[Entry], subjects: Subjects) -> Iterator[tuple[Entry, Model]]:
    for entry in entries:
        if subject := subjects.get((entry.subject_type_id, entry.subject_id)):
            yield entry, subject


def _is_text(one: dict[str, Any], noun: Any) -> bool:
    return "to" not in one and one["field"] not in getattr(noun, "untold", ())


def _versions(model: Any, entries: list[Entry]) -> dict[int, tuple[Any, Any]]:
    """The history rows before and after the change that each entry tells of, by entry."""
    history = model.history.model.objects.order_by()
    keys = {entry.subject_id for entry in entries}
    earlier = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    after = history.filter(id__in=keys, history_date__in={entry.at for entry in entries}).order_by("history_id")
    rows = {(row.id, row.history_date): row for row in after.annotate(earlier=Subquery(earlier.values("pk")[:1]))}
    before = history.in_bulk([row.earlier for row in rows.values() if row.earlier])
    found = {entry.pk: rows.get((entry.subject_id, entry.at)) for entry in entries}
    return {pk: (before[row.earlier], row) for pk, row in found.items() if row and row.earlier}


def _filled(one: dict[str, Any], noun: Any, versions: tuple[Any, Any] | None) -> dict[str, Any]:
    if versions is None or not _is_text(one, noun):
        return one
    before, after = (getattr(row, one["field"]) for row in versions)
    return {**one, "from": before, "to": after}
