"""Erase a person: find her everywhere, refuse or keep what must be, mask the rest, and remember that outside."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.erasing import Found, parts
from accounts.models import User
from accounts.naming import Named
from contacts.access import can_erase_person
from contacts.models import Affiliation, Erasure, Ground, NumberScheme, Organisation, Person, ToRead
from imports.models import ImportRun, ImportState
from journal import erased
from journal.mask import Place, places
from journal.models import Entry, EntryRef
from journal.record import record
from ui.text import fold, instead

REFERENCE = re.compile(r"^[\w./:\- ]{0,40}$")
# These are decided by somebody, and the decision has a number.
DECIDED = {Ground.NO_LONGER_NEEDED, Ground.DISPOSAL}
RUNNING = [ImportState.CHECKING, ImportState.RUNNING]


@dataclass
class Preview:
    """What there is of her, what forbids erasing her now, and how many texts somebody is to read through."""

    found: list[Found] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    to_read: int = 0
    is_shared: bool = False

    @property
    def going(self) -> list[Found]:
        return [one for one in self.found if not one.kept]

    @property
    def kept(self) -> list[Found]:
        return [one for one in self.found if one.kept]


def preview(person: Person, *, by: User, at: datetime) -> Preview:
    require(can_erase_person(by, person))
    return _preview(person, named(person, at), at)


def _preview(person: Person, name: Named, at: datetime) -> Preview:
    told = Preview(refused=list(_refused(person, name, at)), is_shared=name.is_shared)
    counts: Counter[Any] = Counter()
    to_read = set()
    for place in places(person, name):
        counts[getattr(place.model, "instance_type", place.model)] += place.is_meant
        to_read.add(place.read_through)
    told.to_read = len(to_read - {None})
    told.found = [*_hers(person), *(_found(model, count) for model, count in counts.items() if count)]
    told.found += [*_files(name), *_organisations(person, name, at), *_account(person)]
    told.found += [one for part in parts for one in part.find(person, name)]
    return told


@transaction.atomic
def erase(
    person: Person, *, ground: str, by: User | None, at: datetime, reference: str = "", key: UUID | None = None
) -> Erasure:
    """Raises ValidationError by field or with all that forbids it now. `by` is None when a restore does it again."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    name = named(person, at)
    if by is not None:
        require(can_erase_person(by, person))
        check(ground, reference)
        if refused := list(_refused(person, name, at)):
            raise ValidationError(refused)
    made = {"person": person.pk, "ground": ground, "reference": reference, "by": by, "at": at}
    erasure = Erasure.objects.get_or_create(key=key or uuid4(), defaults=made)[0]
    about = list(Organisation.objects.filter(affiliations__person=person).distinct())
    _mask(erasure, list(places(person, name)), at)
    _empty_files(name)
    _rename_sole_traders(person, name, at)
    for part in parts:
        part.erase(person, name)
    line = {"key": str(erasure.key), "person": person.pk, "made": person.created_at.isoformat()}
    _delete(person)
    record("erasure.carried_out", erasure, by=by, at=at, about=about, ground=ground)
    if by is not None:
        erased.append(line | {"ground": ground, "reference": reference, "at": at.isoformat()})
    return erasure


def check(ground: str, reference: str) -> None:
    if ground not in Ground.values:
        raise ValidationError({"ground": _("Choose the ground.")})
    if ground in DECIDED and not reference.strip():
        raise ValidationError({"reference": _("Write the number of the decision.")})
    if not REFERENCE.match(reference):
        raise ValidationError({"reference": _("Only a number: letters, digits, and . / : -, at most 40.")})


def replay(ledger: Path) -> None:
    """After a restore: those in the ledger whom the backup has brought back."""
    for line in erased.lines(ledger):
        person = Person.objects.filter(pk=line["person"], created_at=line["made"]).first()
        if person and (at := parse_datetime(line["at"])):
            told = {"ground": line["ground"], "reference": line["reference"], "key": UUID(line["key"])}
            erase(person, by=None, at=at, **told)


def named(person: Person, at: datetime) -> Named:
    """By all she has been called here; the number too, of a sole trader who is not kept."""
    history: Any = person.history
    rows = [person, *history.all()]
    numbers = {one.number for one, kept in _sole_traders(person, at) if not kept}
    names = frozenset(row.name for row in rows)
    folded = {fold(name) for name in names}
    same = Person.objects.filter(search_key__in=folded).exclude(pk=person.pk)
    staff = get_user_model()._default_manager.values_list("name", flat=True)
    is_shared = same.exists() or any(fold(name) in folded for name in staff)
    emails, phones = ({getattr(row, one) for row in rows} - {""} for one in ("email", "phone"))
    return Named(names, frozenset(emails), frozenset(phones), frozenset(numbers), is_shared)


def _refused(person: Person, name: Named, at: datetime) -> Iterator[str]:
    if any(_holds(run, name) for run in ImportRun.objects.filter(state__in=RUNNING)):
        yield _("An import that names her is being carried out: wait until it is done.")
    for part in parts:
        yield from part.refuse(person, name, at)


def _hers(person: Person) -> Iterator[Found]:
    yield Found(_("The person, with all earlier details"), 1)
    if count := person.affiliations.count():
        yield Found(_("Roles"), count)


def _found(model: Any, count: int) -> Found:
    return Found(str(capfirst(model._meta.verbose_name_plural)), count)


def _files(name: Named) -> Iterator[Found]:
    if count := sum(name.is_in_file(bytes(run.content)) for run in ImportRun.objects.iterator()):
        yield Found(_("Imported files, which are emptied"), count)


def _holds(run: ImportRun, name: Named) -> bool:
    return name.is_in_file(bytes(run.content))


def _account(person: Person) -> Iterator[Found]:
    users = get_user_model()._default_manager
    if person.email and users.filter(email=person.email).exists():
        yield Found(
            _("An account with her e-mail"), 1, _("An account is deactivated, not erased: it signs what was done.")
        )


def _organisations(person: Person, name: Named, at: datetime) -> Iterator[Found]:
    for _one, kept in _sole_traders(person, at):
        yield Found(_("Sole trader’s name and number"), 1, kept)
    companies = Organisation.objects.exclude(number_scheme=NumberScheme.PERSONAL)
    if count := sum(
        name.is_in(one) for one in companies.filter(name__regex=name.rough or "^$").values_list("name", flat=True)
    ):
        yield Found(_("Organisations named as she is"), count, _("A registered name is the organisation’s."))


def _sole_traders(person: Person, at: datetime) -> Iterator[tuple[Organisation, str]]:
    """Hers, each with why it is kept, "" when it is not."""
    rows = Organisation.objects.filter(number_scheme=NumberScheme.PERSONAL, affiliations__person=person).distinct()
    for one in rows:
        reasons = (part.keep(one, at) for part in parts)
        yield one, next((reason for reason in reasons if reason), "")


def _mask(erasure: Erasure, found: Iterable[Place], at: datetime) -> None:
    alone: defaultdict[tuple[type[Model], int], set[str]] = defaultdict(set)
    for place in found:
        if record := place.read_through:
            alone[record] |= place.alone
        place.mask(at)
    kinds = ContentType.objects.get_for_models(*(model for model, _pk in alone))
    texts = [
        ToRead(erasure=erasure, record_type=kinds[model], record_id=pk, words=sorted(words))
        for (model, pk), words in alone.items()
    ]
    ToRead.objects.bulk_create(texts, ignore_conflicts=True)


def _empty_files(name: Named) -> None:
    """A file taken in has done its work; one that waits is brought again without her."""
    for run in ImportRun.objects.iterator():
        if _holds(run, name):
            if run.state == ImportState.DONE:
                ImportRun.objects.filter(pk=run.pk).update(content=b"")
            else:
                run.delete()


def _rename_sole_traders(person: Person, name: Named, at: datetime) -> None:
    for one, kept in list(_sole_traders(person, at)):
        if kept:
            continue
        gone: dict[str, Any] = {"name": instead(), "search_key": fold(instead()), "number": "", "number_scheme": ""}
        history: Any = Organisation.history.model
        for rows in (Organisation.objects.filter(pk=one.pk), history.objects.filter(id=one.pk)):
            rows.update(**gone)


def _delete(person: Person) -> None:
    """Her row and roles with their history, and what the journal tells of them; meetings keep their hours."""
    roles = list(person.affiliations.all())
    past: Any = Affiliation.history.model
    gone = {*(role.pk for role in roles), *past.objects.filter(person_id=person.pk).values_list("id", flat=True)}
    keys = {Person: {person.pk}, Affiliation: gone}
    person_key = person.pk
    person.delete()
    for model, pks in keys.items():
        _forget(model, pks)
    past.objects.filter(person_id=person_key).delete()
    Person.history.filter(id=person_key).delete()


def _forget(model: type[Model], pks: set[int]) -> None:
    kind = ContentType.objects.get_for_model(model)
    EntryRef.objects.filter(record_type=kind, record_id__in=pks).delete()
    Entry.objects.filter(subject_type=kind, subject_id__in=pks).delete()
