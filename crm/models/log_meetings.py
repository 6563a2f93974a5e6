"""Log many meetings with whom they were with and what follows: the verb `log` of a meeting, in sets."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from contacts.models.person import Person
from crm.access import can_log_meeting
from crm.models.client import Client
from crm.models.last_contact import keep_last_contact
from crm.models.meeting import Meeting
from crm.models.task import Task
from crm.ties import tie_all
from journal.bulk import bulk_create
from journal.happening import Happening
from journal.record import record_all


@dataclass
class Logged:
    """A meeting not yet saved, with its parties; its tasks belong to it and to its first client."""

    meeting: Meeting
    clients: list[Client]
    people: list[Person] = field(default_factory=list)
    staff: list[User] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    # Records of rooms above (see crm.ties).
    about: list[Any] = field(default_factory=list)


def check_log(logged: Logged, *, by: User, at: datetime) -> None:
    """Raises PermissionDenied, or ValidationError by field; asks the database nothing."""
    require(can_log_meeting(by))
    logged.meeting.check_saveable(at, [*logged.clients, *logged.about])


@transaction.atomic(savepoint=False)
def log_all(logged: Sequence[Logged], *, by: User, at: datetime) -> None:
    """Whoever logs has made them; who took part is said, and need not be her."""
    require(can_log_meeting(by, {row for one in logged for row in (*one.clients, *one.people, *one.about)}))
    for one in logged:
        one.meeting.created_by = by
        check_log(one, by=by, at=at)
    bulk_create([one.meeting for one in logged], by=by, reason="meeting.logged", at=at)
    _link(logged)
    tie_all([(one.meeting, one.about) for one in logged])
    record_all(_happening(one, by) for one in logged)
    Task.add_all(list(_tasks([one for one in logged if not one.about])), by=by, at=at)
    for one in logged:
        if one.about and one.tasks:
            Task.add_all(list(_tasks([one])), by=by, at=at, about=one.about)
    keep_last_contact(Meeting.objects.held(), [client.pk for one in logged for client in one.clients])


def _link(logged: Sequence[Logged]) -> None:
    links: dict[Any, list[Any]] = defaultdict(list)
    for one in logged:
        for name, column in (("clients", "client_id"), ("people", "person_id"), ("staff", "user_id")):
            through: Any = getattr(Meeting, name).through
            keys = {row.pk for row in getattr(one, name)}
            links[through] += [through(meeting=one.meeting, **{column: key}) for key in sorted(keys)]
    for through, rows in links.items():
        through.objects.bulk_create(rows, batch_size=2000)


def _happening(one: Logged, by: User) -> Happening:
    """On the day it was or will be, as when one is logged."""
    verb = "meeting.logged" if one.meeting.is_held else "meeting.planned"
    return Happening(verb, one.meeting, by, one.meeting.starts_at, [*one.clients, *one.people, *one.about])


def _tasks(logged: Sequence[Logged]) -> Iterable[Task]:
    for one in logged:
        for task in one.tasks:
            task.meeting, task.client = one.meeting, one.clients[0] if one.clients else None
            yield task
