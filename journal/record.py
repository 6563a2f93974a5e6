"""Write what happened: one entry, or many in sets, in the transaction of the verb that did it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from accounts.hanging import ones_of
from accounts.models import User
from journal import facts, reactions
from journal.happening import Happening
from journal.models import Entry, EntryRef


def record(
    verb: str, subject: models.Model, *, by: User | None, at: datetime, about: Iterable[models.Model] = (), **told: Any
) -> Entry:
    """Write one entry; it shows on the timelines of its subject and of every record in `about`. Raises TypeError for
    facts that the subject's noun has not declared for the verb (`journal.facts`)."""
    return record_all([Happening(verb, subject, by, at, about, told)])[0]


def record_all(happenings: Iterable[Happening]) -> list[Entry]:
    """Write many entries in two statements, and what follows from them."""
    happenings = list(happenings)
    named = [[happening.subject, *happening.about] for happening in happenings]
    with transaction.atomic(savepoint=False):
        ones = ones_of(record for records in named for record in records)
        entries = Entry.objects.bulk_create([_entry(happening) for happening in happenings], batch_size=2000)
        refs = [ref for records, entry in zip(named, entries, strict=True) for ref in _refs(records, ones, entry)]
        EntryRef.objects.bulk_create(refs, batch_size=5000)
        reactions.follow(happenings, entries)
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


def _refs(records: list[models.Model], ones: Mapping[Any, list[models.Model]], entry: Entry) -> list[EntryRef]:
    """To each record once, and to what is one with it."""
    told = [*records, *(one for record in records for one in ones.get((type(record), record.pk), ()))]
    return [
        EntryRef(
            entry=entry,
            record_type=ContentType.objects.get_for_model(record),
            record_id=record.pk,
            at=entry.at,
            noun=entry.noun,
        )
        for record in {(type(record), record.pk): record for record in told}.values()
    ]
