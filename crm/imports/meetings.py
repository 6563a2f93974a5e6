"""A log of meetings: day, client, kind, advisor, people, minutes, areas, note and next step."""

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.imports import cells
from crm.imports.names import by_core, core
from crm.models import Affiliation, Client, Meeting, MeetingKind, MeetingState, Organisation, Person, Task
from crm.models.meeting import UNKNOWN, keep_last_contact
from imports.models import RowOutcome
from imports.plan import Column, People, Row, users
from journal.bulk import bulk_create
from journal.record import Happening, record_all
from ui.text import fold

CODE = "meetings"
NAMES = ("moten", "möten", "meeting")
LABEL = gettext_lazy("Meetings")
COLUMNS = [
    Column("day", gettext_lazy("Day"), ("datum", "date", "dag"), is_required=True),
    Column("client", gettext_lazy("Client"), ("klient", "client", "foretag", "company"), is_required=True),
    Column("kind", gettext_lazy("Kind"), ("typ", "kind", "type", "form"), options=lambda: MeetingKind.choices),
    Column("advisor", gettext_lazy("Advisor"), ("radgivare", "advisor"), options=users),
    Column("people", gettext_lazy("People"), ("deltagare", "participants", "people")),
    Column("minutes", gettext_lazy("Minutes"), ("tid (min)", "tid", "minutes", "minuter")),
    Column("preparation", gettext_lazy("Preparation"), ("forberedelse", "preparation")),
    Column("services", gettext_lazy("Services"), ("omrade", "omraden", "services", "area")),
    Column("note", gettext_lazy("Note"), ("anteckning", "note", "notes")),
    Column("step", gettext_lazy("Next step"), ("nasta steg", "next step")),
    Column("due", gettext_lazy("Due"), ("senast", "due")),
]
SHEETS = {"": COLUMNS}
SHOWN = {"": ("day", "client", "kind", "advisor")}


def plan(rows: list[Row], today: date, by: Any) -> None:
    people = People()
    organisations = by_core((row["client"] for row in rows), Organisation.objects.visible_to(by))
    for row in rows:
        _read(row, people, today)
        row.target = _client(row, organisations)
    known = _known(rows)
    seen: dict[Any, int] = {}
    for row in rows:
        if not row.outcome:
            _settle(row, known, seen)


def _read(row: Row, people: People, today: date) -> None:
    day = row.read("day", cells.day, fatal=True)
    if not row["day"]:
        row.fail("day", "required", _("The row has no day."))
    elif day and day > today:
        row.tell("day", "day_in_future", _("%(day)s lies in the future; it is taken in as planned.") % {"day": day})
    row.values = {
        "day": day,
        "advisor": people.find(row, "advisor"),
        "state": MeetingState.PLANNED if day and day > today else MeetingState.HELD,
        "kind": row.read("kind", lambda text: cells.word("kind", text), "", fatal=True) or "in_person",
        "contact_minutes": row.read("minutes", cells.minutes, 0),
        "preparation_minutes": row.read("preparation", cells.minutes, 0),
        "services": row.read("services", lambda text: cells.words("service", text), []),
        "due_on": row.read("due", cells.day),
    }


def _client(row: Row, organisations: dict[str, list[Any]]) -> Client | None:
    """The client by name, legal form or not; several of that name need a decision."""
    if not row["client"]:
        row.fail("client", "required", _("The row has no client."))
        return None
    found = [one.client for one in organisations.get(core(row["client"]), ()) if hasattr(one, "client")]
    exact = [client for client in found if fold(client.name) == fold(row["client"])]
    found = exact or found
    if len(found) == 1:
        return found[0]
    told = {"name": row["client"]}
    if found:
        row.fail("client", "client_ambiguous", _("Several clients are called %(name)s.") % told, RowOutcome.DECISION)
    else:
        row.fail("client", "client_unknown", _("There is no client called %(name)s.") % told)
    return None


def _identity(client: int, day: date, advisor: int | None, kind: str, note: str) -> tuple[Any, ...]:
    return client, day, advisor, kind, note


def _known(rows: list[Row]) -> set[tuple[Any, ...]]:
    """What has been logged already with these clients in the days of the file."""
    days = [row.values["day"] for row in rows if row.values["day"]]
    clients = {row.target.pk for row in rows if row.target}
    if not days or not clients:
        return set()
    zone = ZoneInfo(settings.TIME_ZONE)
    span = (_start(min(days), time.min), _start(max(days), time.max))
    found = Meeting.objects.filter(clients__in=clients, starts_at__range=span)
    columns = found.values_list("clients", "starts_at", "created_by", "kind", "note")
    return {_identity(client, at.astimezone(zone).date(), by, kind, note) for client, at, by, kind, note in columns}


def _start(day: date, at: time = UNKNOWN) -> datetime:
    return datetime.combine(day, at, ZoneInfo(settings.TIME_ZONE))


def _settle(row: Row, known: set[tuple[Any, ...]], seen: dict[Any, int]) -> None:
    advisor = row.values["advisor"]
    key = _identity(row.target.pk, row.values["day"], advisor.pk if advisor else None, row.values["kind"], row["note"])
    first = seen.setdefault(key, row.number)
    if first != row.number:
        told = _("Row %(number)s is the same meeting.") % {"number": first}
        row.fail("day", "duplicate_meeting", told, RowOutcome.DUPLICATE)
    else:
        row.outcome = RowOutcome.UNCHANGED if key in known else RowOutcome.CREATE


def carry_out(rows: list[Row], *, by: Any, at: datetime) -> None:
    created = [row for row in rows if row.outcome == RowOutcome.CREATE]
    if not created:
        return
    people = _people(created, by, at)
    meetings = bulk_create([_meeting(row, by) for row in created], by=by, reason="import", at=at)
    pairs = list(zip(created, meetings, strict=True))
    _link(pairs, people)
    record_all(_happening(row, meeting, people) for row, meeting in pairs)
    _tasks(pairs, by, at)
    keep_last_contact([row.target.pk for row in created])


def _meeting(row: Row, by: Any) -> Meeting:
    values = row.values
    names = ("state", "kind", "contact_minutes", "preparation_minutes", "services")
    return Meeting(
        starts_at=_start(values["day"]),
        is_time_known=False,
        note=row["note"],
        created_by=values["advisor"] or by,
        **{name: values[name] for name in names},
    )


def _people(rows: list[Row], by: Any, at: datetime) -> dict[tuple[int, str], Person]:
    """(organisation, folded name) → person; those not known at the organisation are put there."""
    organisations = {row.target.organisation_id for row in rows}
    roles = Affiliation.objects.filter(organisation__in=organisations).select_related("person")
    known = {(role.organisation_id, fold(role.person.name)): role.person for role in roles}
    new: dict[tuple[int, str], Person] = {}
    for row in rows:
        for name in cells.names(row["people"]):
            key = (row.target.organisation_id, fold(name))
            if key not in known and key not in new:
                new[key] = Person(name=name[:150], search_key=fold(name))
    bulk_create(list(new.values()), by=by, reason="import", at=at)
    made = [Affiliation(person=person, organisation_id=key[0]) for key, person in new.items()]
    bulk_create(made, by=by, reason="import", at=at)
    return known | new


def _met(row: Row, people: dict[tuple[int, str], Person]) -> list[Person]:
    found = [people[row.target.organisation_id, fold(name)] for name in cells.names(row["people"])]
    return list(dict.fromkeys(found))


def _link(pairs: list[tuple[Row, Meeting]], people: dict[tuple[int, str], Person]) -> None:
    links: dict[Any, list[Any]] = defaultdict(list)
    for row, meeting in pairs:
        links[Meeting.clients.through].append({"meeting": meeting, "client_id": row.target.pk})
        links[Meeting.staff.through].append({"meeting": meeting, "user_id": meeting.created_by_id})
        for person in _met(row, people):
            links[Meeting.people.through].append({"meeting": meeting, "person_id": person.pk})
    for through, rows in links.items():
        through.objects.bulk_create([through(**values) for values in rows], batch_size=2000)


def _happening(row: Row, meeting: Meeting, people: dict[tuple[int, str], Person]) -> Happening:
    verb = "meeting.logged" if meeting.is_held else "meeting.planned"
    return Happening(verb, meeting, meeting.created_by, meeting.starts_at, [row.target, *_met(row, people)])


def _tasks(pairs: list[tuple[Row, Meeting]], by: Any, at: datetime) -> None:
    """Next steps of an old log: those due before today were done long ago or never, and are kept as done."""
    today = at.date()
    tasks = []
    for row, meeting in pairs:
        if text := row["step"]:
            due = row.values["due_on"]
            is_past = (due or row.values["day"]) < today
            owner = meeting.created_by
            done = {"done_at": at, "done_by": by} if is_past else {}
            tasks.append(
                Task(
                    text=text[:300], due_on=due, owner=owner, client=row.target, meeting=meeting, created_by=by, **done
                )
            )
    bulk_create(tasks, by=by, reason="import", at=at)
