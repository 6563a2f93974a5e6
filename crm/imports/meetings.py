"""A log of meetings: day, client, kind, advisor, people, minutes, areas, note and next step."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require
from crm.access import can_edit_meeting
from crm.imports import cells
from crm.imports.names import by_core, core
from crm.imports.people import people as people_named
from crm.models import Affiliation, Client, Meeting, MeetingKind, MeetingState, Organisation, Person, Task
from crm.models.log_meetings import Logged, check_log, log_all
from crm.models.meeting import UNKNOWN
from crm.ties import Tie, ties_of
from imports.models import RowOutcome
from imports.plan import NEW, TAKE, Column, People, Row, users
from imports.staging import taken_before
from ui.text import fold

CODE = "meetings"
NAMES = ("moten", "möten", "meeting")
LABEL = gettext_lazy("Meetings")
COLUMNS = [
    Column("day", gettext_lazy("Day"), ("datum", "date", "dag"), is_required=True, is_day=True),
    Column("client", gettext_lazy("Client"), ("klient", "client", "foretag", "company"), is_required=True),
    Column("kind", gettext_lazy("Kind"), ("typ", "kind", "type", "form"), options=lambda: MeetingKind.choices),
    Column("advisor", gettext_lazy("Advisor"), ("radgivare", "advisor"), options=users),
    Column("people", gettext_lazy("People"), ("deltagare", "participants", "people")),
    Column("minutes", gettext_lazy("Minutes"), ("tid (min)", "tid", "minutes", "minuter")),
    Column("preparation", gettext_lazy("Preparation"), ("forberedelse", "preparation")),
    Column("services", gettext_lazy("Services"), ("omrade", "omraden", "services", "area")),
    Column("note", gettext_lazy("Note"), ("anteckning", "note", "notes"), is_long=True),
    Column("step", gettext_lazy("Next step"), ("nasta steg", "next step"), is_long=True),
    Column("due", gettext_lazy("Due"), ("senast", "due", "forfaller"), is_day=True),
]
SHEETS = {"": COLUMNS}
OF_MEETING = {
    "": "day",
    "day": "day",
    "starts_at": "day",
    "clients": "client",
    "kind": "kind",
    "services": "services",
} | {
    **{"contact_minutes": "minutes", "preparation_minutes": "preparation", "note": "note"},
}
SHOWN = {"": ("day", "client", "kind", "advisor")}


def add_column(tie: Tie) -> None:
    """A room above lets the file say what its meetings are about."""
    COLUMNS.append(Column(tie.name, tie.label, tie.headings))


def plan(rows: list[Row], today: date, by: Any) -> None:
    people = People()
    called = cache(lambda tie, name: tie.find(by, name))
    organisations = by_core((row["client"] for row in rows), Organisation.objects.visible_to(by))
    for row in rows:
        _read(row, people, today)
        row.values["about"] = _about(row, called)
        row.target = None if row.values["about"] and not row["client"] else _client(row, organisations)
    here = Here(rows, by)
    for row in rows:
        if not row.outcome:
            here.settle(row)


def _read(row: Row, people: People, today: date) -> None:
    day = row.read("day", cells.day, fatal=True)
    if not row["day"]:
        row.fail("day", "required", _("The row has no day."))
    elif day and day > today:
        row.tell("day", "day_in_future", _("%(day)s lies in the future; it is taken in as planned.") % {"day": day})
    row.values = {
        "day": day,
        "clock": row.read("day", lambda _text: cells.clock(row.written("day"))) if day else None,
        "advisor": people.find(row, "advisor"),
        "state": MeetingState.PLANNED if day and day > today else MeetingState.HELD,
        "kind": row.read("kind", lambda text: cells.word("kind", text), "", fatal=True) or "in_person",
        "contact_minutes": row.read("minutes", cells.minutes, 0),
        "preparation_minutes": row.read("preparation", cells.minutes, 0),
        "services": row.read("services", lambda text: cells.words("service", text), []),
        "due_on": row.read("due", cells.day),
    }
    row.fit(Task, {"text": row["step"]}, {"text": "step"}, ["text"])
    row.values["people"] = row.read("people", people_named, [])
    for name in row.values["people"]:
        row.fit(Person, {"name": name}, {"name": "people"}, ["name"])


def _about(row: Row, called: Callable[[Tie, str], Sequence[Any]]) -> list[Any]:
    """What the cells name, as far as whoever imports sees it; several that fit need a decision."""
    about = []
    for tie in ties_of(Meeting):
        for name in cells.names(row[tie.name]):
            found = called(tie, name)
            if len(found) == 1:
                about.append(found[0])
            elif found:
                told = {"text": name, "names": ", ".join(map(tie.words, found[:5]))}
                told_in_words = _("“%(text)s” may be several: %(names)s.") % told
                row.fail(tie.name, f"{tie.name}_ambiguous", told_in_words, RowOutcome.DECISION)
            else:
                row.fail(tie.name, f"{tie.name}_unknown", _("Nothing is called “%(text)s”.") % {"text": name})
    if about and not row["client"] and row["people"]:
        row.tell("people", "left_out", _("Without a client the people are left out; nothing says where they belong."))
    return list(dict.fromkeys(about))


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


class Here:
    """What is logged already with the clients of a file, as far as `by` sees it, and what came before in the file."""

    def __init__(self, rows: list[Row], by: Any) -> None:
        self.by = by
        self.taken = taken_before(CODE, "day", rows)
        self.logged = _logged(rows, by)
        self.seen: dict[Any, Row] = {}

    def settle(self, row: Row) -> None:
        """Unchanged when it came in before or is here as it stands; asked when it may be another of the same day."""
        first = self.seen.setdefault(_identity(row), row)
        if row.choice == NEW:
            row.outcome = self._beginning(row)
        elif frozenset(row.text.items()) in self.taken:
            row.outcome = RowOutcome.UNCHANGED
        elif first is not row:
            _ask_again(row, first)
        elif known := self._known(row):
            self._compare(row, known)
        else:
            row.outcome = self._beginning(row)

    def _known(self, row: Row) -> Meeting | None:
        """That day with that client, in the same way, by the same advisor if one is named, under the same words."""
        advisor = row.values["advisor"]
        alike = [
            meeting
            for meeting in self.logged.get((row.target and row.target.pk, row.values["day"]), ())
            if (meeting.kind, meeting.note) == (row.values["kind"], row["note"])
            and (advisor is None or advisor.pk in meeting.staff_keys)
            and not (
                meeting.is_time_known
                and row.values["clock"] not in (None, timezone.localtime(meeting.starts_at).time())
            )
        ]
        same = [meeting for meeting in alike if not _differing(row, meeting)]
        return next(iter(same or alike), None)

    def _compare(self, row: Row, meeting: Meeting) -> None:
        """Minutes that the file gives otherwise are told, and taken in when somebody says so."""
        row.values["known"], row.values["changes"] = meeting, _differing(row, meeting)
        for name, value in row.values["changes"].items():
            row.tell_differing(OF_MEETING[name], getattr(meeting, name), value)
        row.outcome = RowOutcome.UNCHANGED
        if row.values["changes"] and row.choice == TAKE:
            row.outcome = ""
            row.ask(lambda: require(can_edit_meeting(self.by, meeting)), OF_MEETING)
            row.outcome = row.outcome or RowOutcome.UPDATE

    def _beginning(self, row: Row) -> str:
        logged = row.values["logged"] = _new(row, self.by)
        row.ask(lambda: check_log(logged, by=self.by, at=timezone.now()), OF_MEETING)
        return row.outcome or RowOutcome.CREATE


def _clock(meeting: Meeting) -> time | None:
    return timezone.localtime(meeting.starts_at).time() if meeting.is_time_known else None


def _identity(row: Row) -> tuple[Any, ...]:
    advisor, values = row.values["advisor"], row.values
    about = tuple(record.pk for record in values["about"])
    return (
        row.target and row.target.pk,
        about,
        values["day"],
        values["clock"],
        advisor and advisor.pk,
        values["kind"],
        row["note"],
    )


def _ask_again(row: Row, first: Row) -> None:
    number = {"number": first.number}
    if row.text == first.text:
        row.fail("day", "duplicate_meeting", _("Row %(number)s is the same meeting.") % number, RowOutcome.DUPLICATE)
    else:
        told = _("Row %(number)s is of the same day and kind. The same meeting, or another one?") % number
        row.fail("day", "duplicate_meeting", told, RowOutcome.DECISION)


def _differing(row: Row, meeting: Meeting) -> dict[str, int]:
    names = ("contact_minutes", "preparation_minutes")
    return {name: row.values[name] for name in names if row.values[name] not in (0, getattr(meeting, name))}


def _logged(rows: list[Row], by: Any) -> dict[tuple[int, date], list[Any]]:
    """(client, day) → its meetings, each with the keys of its staff."""
    days = [row.values["day"] for row in rows if row.values["day"]]
    clients = {row.target.pk for row in rows if row.target}
    found: dict[tuple[int, date], list[Any]] = defaultdict(list)
    if days and clients:
        span = (_start(min(days), time.min), _start(max(days), time.max))
        meetings: Any = Meeting.objects.visible_to(by).filter(clients__in=clients, starts_at__range=span)
        staff = Meeting.staff.through.objects.filter(meeting=OuterRef("pk")).values("user")
        for meeting in meetings.annotate(of_client=F("clients"), staff_keys=ArraySubquery(staff)):
            found[meeting.of_client, meeting.on].append(meeting)
    return found


def _start(day: date, at: time | None = None) -> datetime:
    return datetime.combine(day, at or UNKNOWN, ZoneInfo(settings.TIME_ZONE))


def _new(row: Row, by: Any) -> Logged:
    values = row.values
    names = ("state", "kind", "contact_minutes", "preparation_minutes", "services")
    meeting = Meeting(
        starts_at=_start(values["day"], values["clock"]),
        is_time_known=values["clock"] is not None,
        note=row["note"],
        **{name: values[name] for name in names},
    )
    clients = [row.target] if row.target else []
    return Logged(meeting, clients, staff=[values["advisor"] or by], about=values["about"])


def carry_out(rows: list[Row], *, by: Any, at: datetime) -> None:
    created = [row for row in rows if row.outcome == RowOutcome.CREATE]
    people = _people(created, by, at)
    for row in created:
        logged = row.values["logged"]
        logged.people, logged.tasks = _met(row, people), _tasks(row, logged.staff[0], by, at)
    log_all([row.values["logged"] for row in created], by=by, at=at)
    for row in rows:
        if row.outcome == RowOutcome.UPDATE:
            row.values["known"].change(by=by, at=at, **row.values["changes"])


def _people(rows: list[Row], by: Any, at: datetime) -> dict[tuple[int, str], Person]:
    """(organisation, folded name) → person; those not known at the organisation are put there."""
    rows = [row for row in rows if row.target]
    organisations = {row.target.organisation_id for row in rows}
    roles = Affiliation.objects.filter(organisation__in=organisations).select_related("person")
    known = {(role.organisation_id, fold(role.person.name)): role.person for role in roles}
    new: dict[tuple[int, str], Affiliation] = {}
    for row in rows:
        for name in row.values["people"]:
            key = (row.target.organisation_id, fold(name))
            if key not in known and key not in new:
                new[key] = Affiliation(person=Person(name=name), organisation=row.target.organisation)
    Person.add_all([role.person for role in new.values()], by=by, at=at)
    Affiliation.start_all(list(new.values()), by=by, at=at)
    return known | {key: role.person for key, role in new.items()}


def _met(row: Row, people: dict[tuple[int, str], Person]) -> list[Person]:
    names = row.values["people"] if row.target else []
    found = [people[row.target.organisation_id, fold(name)] for name in names]
    return list(dict.fromkeys(found))


def _tasks(row: Row, owner: Any, by: Any, at: datetime) -> list[Task]:
    """The next step of an old log: one due before today was done long ago or never, and is kept as done."""
    if not row["step"]:
        return []
    due = row.values["due_on"]
    is_past = (due or row.values["day"]) < timezone.localdate(at)
    done = {"done_at": at, "done_by": by} if is_past else {}
    return [Task(text=row["step"], due_on=due, owner=owner, **done)]
