"""A log of meetings: day, client, kind, advisor, people, minutes, areas, note and next step."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from contacts.imports.names import by_core, core, is_other_form
from contacts.imports.people import people as people_named
from contacts.imports.ties import ties
from contacts.models import Affiliation, Organisation, Person
from crm.imports import cells
from crm.imports.logged import OF_MEETING, Here, moment
from crm.models import Client, Meeting, MeetingKind, MeetingState, Task
from crm.models.log_meetings import Logged, check_log, log_all
from crm.ties import Tie, ties_of
from imports.access import can_import
from imports.models import RowOutcome
from imports.plan import DEFAULT_USED, Column, People, Row, users
from imports.saying import said as _
from ui.text import fold

CODE = "meetings"
PLACE = 3
NAMES = ("moten", "möten", "meeting")
LABEL = gettext_lazy("Meetings")
may = can_import
COLUMNS = [
    Column("day", gettext_lazy("Day"), ("datum", "date", "dag"), is_required=True, is_day=True),
    Column("client", gettext_lazy("Client"), ("klient", "client", "foretag", "company"), is_required=True),
    Column(
        "kind",
        gettext_lazy("Kind"),
        ("typ", "kind", "type", "form"),
        options=lambda: MeetingKind.choices,
        lacking=gettext_lazy("The file does not say how you met; all its meetings are in person."),
    ),  # fmt: skip
    Column(
        "advisor",
        gettext_lazy("Advisor"),
        ("radgivare", "advisor"),
        options=users,
        lacking=gettext_lazy("The file does not say who held the meetings; they are yours."),
    ),  # fmt: skip
    Column("people", gettext_lazy("People"), ("deltagare", "participants", "people")),
    Column("minutes", gettext_lazy("Minutes"), ("tid (min)", "tid", "minutes", "minuter")),
    Column("preparation", gettext_lazy("Preparation"), ("forberedelse", "preparation")),
    Column("services", gettext_lazy("Services"), ("omrade", "omraden", "services", "area")),
    Column("note", gettext_lazy("Note"), ("anteckning", "note", "notes"), is_long=True),
    Column("step", gettext_lazy("Next step"), ("nasta steg", "next step"), is_long=True),
    Column("due", gettext_lazy("Due"), ("senast", "due", "forfaller"), is_day=True),
]
SHEETS = {"": COLUMNS}
SHOWN = {"": ("day", "client", "kind", "advisor")}
LATELY = timedelta(days=30)


def add_column(tie: Tie) -> None:
    """A room above lets the file say what its meetings are about."""
    COLUMNS.append(Column(tie.name, tie.label, tie.headings, instead_of="client"))


def plan(rows: list[Row], today: date, by: User) -> None:
    people = People()
    called = cache(lambda tie, name: tie.find(by, name))
    organisations = by_core((row["client"] for row in rows), Organisation.objects.visible_to(by))
    for row in rows:
        _read(row, people, today)
        row.values["about"] = _about(row, called)
        row.values["client"] = None if row.values["about"] and not row["client"] else _client(row, organisations)
    here = Here(rows, CODE, by)
    for row in rows:
        if not row.outcome and here.settle(row):
            row.outcome = _beginning(row, today, by)


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
    if row["due"] and not row["step"]:
        row.tell("due", "left_out", _("Without a next step its day is left out."))
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
                # Their names would stay in the row after they were closed.
                told = _("“%(text)s” may be several: write more of the name.") % {"text": name}
                row.fail(tie.name, f"{tie.name}_ambiguous", told, RowOutcome.DECISION)
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
    alike = exact or found
    found = [client for client in alike if not is_other_form(row["client"], client.name)]
    if len(found) == 1:
        return found[0]
    told = {"name": row["client"]}
    if alike and not found:
        message = _("There is no client called %(name)s, but one of another legal form; write which is meant.")
        row.fail("client", "client_other_form", message % told, RowOutcome.DECISION)
    elif found:
        row.fail("client", "client_ambiguous", _("Several clients are called %(name)s.") % told, RowOutcome.DECISION)
    else:
        row.fail("client", "client_unknown", _("There is no client called %(name)s.") % told)
    return None


def _beginning(row: Row, today: date, by: User) -> str:
    logged = row.values["logged"] = _new(row, by)
    row.ask(lambda: check_log(logged, by=by, at=timezone.now()), OF_MEETING)
    if row["step"] and _is_over(row, today):
        told = _("“%(text)s” was to be done long ago; it is kept as done. Write a later day if it is not.")
        row.tell("step", "step_over", told % {"text": row["step"]})
    for column in ("kind", "advisor"):
        if column in row.text and not row.says(column):
            taken = MeetingKind(logged.meeting.kind).label if column == "kind" else by.name
            row.tell(column, DEFAULT_USED, _("Nothing is said; %(text)s is taken.") % {"text": taken})
    return row.outcome or RowOutcome.CREATE


def _is_over(row: Row, today: date) -> bool:
    """A step that was due lately is still to be done by somebody; one of an old log was done long ago, or never."""
    return bool((row.values["due_on"] or row.values["day"]) < today - LATELY)


def _new(row: Row, by: User) -> Logged:
    values = row.values
    names = ("state", "kind", "contact_minutes", "preparation_minutes", "services")
    meeting = Meeting(
        starts_at=moment(values["day"], values["clock"]),
        is_time_known=values["clock"] is not None,
        note=row["note"],
        **{name: values[name] for name in names},
    )
    clients = [row.values["client"]] if row.values["client"] else []
    return Logged(meeting, clients, staff=[values["advisor"] or by], about=values["about"])


def carry_out(rows: list[Row], *, by: User, at: datetime) -> None:
    created = [row for row in rows if row.outcome == RowOutcome.CREATE]
    people = _people([row for row in rows if row.is_taken], by, at)
    for row in created:
        logged = row.values["logged"]
        logged.people, logged.tasks = _met(row, people), _tasks(row, logged.staff[0], at, by)
    log_all([row.values["logged"] for row in created], by=by, at=at)
    for row in rows:
        if row.outcome == RowOutcome.UPDATE:
            _update(row, people, by, at)


def _update(row: Row, people: dict[tuple[int, str], Person], by: User, at: datetime) -> None:
    meeting, said = row.values["known"], dict(row.values["changes"])
    if said.pop("people", None):
        said["people"] = list(dict.fromkeys([*meeting.people.all(), *_met(row, people)]))
    if said.pop("step", None):
        said["tasks"] = _tasks(row, row.values["advisor"] or by, at, by)
    meeting.change(by=by, at=at, **said)


def _people(rows: list[Row], by: User, at: datetime) -> dict[tuple[int, str], Person]:
    """(organisation, folded name) → person; those not known at the organisation are put there."""
    rows = [row for row in rows if row.values["client"]]
    organisations = {row.values["client"].organisation_id for row in rows}
    known: dict[tuple[int, str], Person] = {}
    for tie in ties(organisations, by):
        known.setdefault((tie.organisation, fold(tie.person.name)), tie.person)
    new: dict[tuple[int, str], Affiliation] = {}
    for row in rows:
        for name in row.values["people"]:
            key = (row.values["client"].organisation_id, fold(name))
            if key not in known and key not in new:
                new[key] = Affiliation(person=Person(name=name), organisation=row.values["client"].organisation)
    Person.add_all([role.person for role in new.values()], by=by, at=at)
    Affiliation.start_all(list(new.values()), by=by, at=at)
    return known | {key: role.person for key, role in new.items()}


def _met(row: Row, people: dict[tuple[int, str], Person]) -> list[Person]:
    names = row.values["people"] if row.values["client"] else []
    found = [people[row.values["client"].organisation_id, fold(name)] for name in names]
    return list(dict.fromkeys(found))


def _tasks(row: Row, owner: User, at: datetime, by: User) -> list[Task]:
    if not row["step"]:
        return []
    done = {"done_at": at, "done_by": by} if _is_over(row, timezone.localdate(at)) else {}
    return [Task(text=row["step"], due_on=row.values["due_on"], owner=owner, **done)]


def readable(keys: Iterable[int], by: User) -> set[int]:
    return set(Meeting.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))
