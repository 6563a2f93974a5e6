"""Write what happened: one entry, or many in sets, in the transaction of the verb that did it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from journal import facts
from journal.models import Entry, EntryRef


@dataclass(frozen=True)
class Happening:
    """One thing to record: the same fields as `record`, for writing many at once."""

    verb: str
    subject: models.Model
    by: Any
    at: datetime
    about: Iterable[models.Model] = ()
    facts: dict[str, Any] = field(default_factory=dict)


def record(
    verb: str, subject: models.Model, *, by: Any, at: datetime, about: Iterable[models.Model] = (), **told: Any
) -> Entry:
    """Write one entry; it shows on the timelines of its subject and of every record in `about`. Raises TypeError for
    facts that the subject's noun has not declared for the verb (`journal.facts`)."""
    return record_all([Happening(verb, subject, by, at, about, told)])[0]


def record_all(happenings: Iterable[Happening]) -> list[Entry]:
    """Write many entries in two statements."""
    happenings = list(happenings)
    with transaction.atomic(savepoint=False):
        entries = Entry.objects.bulk_create([_entry(happening) for happening in happenings], batch_size=2000)
        refs = [ref for pair in zip(happenings, entries, strict=True) for ref in _refs(*pair)]
        EntryRef.objects.bulk_create(refs, batch_size=5000)
    return entries


def _entry(happening: Happening) -> Entry:
    facts.check(happening.verb, happening.subject, happening.facts)
    return Entry(
        verb=happening.verb,
        at=happening.at,
        by=happening.by,
        subject_type=ContentType.objects.get_for_model(happening.subject),
        subject_id=happening.subject.pk,
        facts=happening.facts,
    )


def _refs(happening: Happening, entry: Entry) -> list[EntryRef]:
    records = {(type(record), record.pk): record for record in (happening.subject, *happening.about)}
    return [
        EntryRef(
            entry=entry,
            record_type=ContentType.objects.get_for_model(record),
            record_id=record.pk,
            at=entry.at,
            noun=entry.noun,
        )
        for record in records.values()
    ]
