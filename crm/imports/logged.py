"""The meetings that are here already, as rows of a log may mean them: the same again, the same changed, or another."""

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.utils import timezone

from accounts.access import require
from accounts.models import User
from crm.access import can_edit_meeting
from crm.models import Meeting
from crm.models.meeting_state import UNKNOWN
from imports.comparing import changes
from imports.models import RowOutcome
from imports.plan import DIFFERS, NEW, TAKE, Row
from imports.saying import said as _
from imports.staging import taken_before
from ui.text import fold

COLUMNS = {"contact_minutes": "minutes", "preparation_minutes": "preparation", "services": "services", "note": "note"}
OF_MEETING = COLUMNS | {"": "day", "day": "day", "starts_at": "day", "clients": "client", "kind": "kind"}


class Here:
    """What is logged already with the clients of a file, as far as `by` sees it, and what came before in the file."""

    def __init__(self, rows: list[Row], code: str, by: User) -> None:
        self.by = by
        self.taken = taken_before(code, "day", rows)
        self.logged = _logged(rows, by)
        self.seen: dict[Any, Row] = {}
        # Key of a meeting without a time → the time that a row gives it.
        self.times: dict[int, time] = {}
        ready = [row for row in rows if not row.outcome]
        self.claimed = {one.pk for row in ready for one in self._alike(row) if one.note == row["note"]}

    def settle(self, row: Row) -> bool:
        """Whether it begins a meeting. Unchanged when it came in before or is here as it stands; asked when it may be
        another of the same day."""
        first = self.seen.setdefault(_identity(row), row)
        if row.choice == NEW:
            return True
        if frozenset(row.text.items()) in self.taken:
            row.outcome = RowOutcome.UNCHANGED
        elif first is not row:
            _ask_again(row, first)
        elif known := self._known(row):
            self._compare(row, known)
        elif other := self._unclaimed(row):
            self._ask(row, other)
        else:
            return True
        self._keep_time(row)
        return False

    def _keep_time(self, row: Row) -> None:
        """Two times of a day are two meetings, of which one without a time is the first that is surely meant."""
        meeting, clock = row.values.get("known"), row.values["clock"]
        if meeting and clock and row.outcome != RowOutcome.DECISION:
            self.times.setdefault(meeting.pk, clock)

    def _alike(self, row: Row) -> list[Any]:
        """That day with that client, in the same way, by the same advisor if one is named."""
        advisor = row.values["advisor"]
        return [
            meeting
            for meeting in self.logged.get((row.values["client"] and row.values["client"].pk, row.values["day"]), ())
            if meeting.kind == row.values["kind"]
            and (advisor is None or advisor.pk in meeting.staff_keys)
            and (row.values["clock"] is None or self._time(meeting) in (None, row.values["clock"]))
        ]

    def _time(self, meeting: Meeting) -> time | None:
        if meeting.is_time_known:
            return timezone.localtime(meeting.starts_at).time()
        return self.times.get(meeting.pk)

    def _known(self, row: Row) -> Meeting | None:
        """Under the same words."""
        alike = [meeting for meeting in self._alike(row) if meeting.note == row["note"]]
        same = [meeting for meeting in alike if _minutes(row) in (0, meeting.contact_minutes)]
        return next(iter(same or alike), None)

    def _unclaimed(self, row: Row) -> Meeting | None:
        """One under other words, which no row of the file says as it is: perhaps this, written anew."""
        return next((meeting for meeting in self._alike(row) if meeting.pk not in self.claimed), None)

    def _ask(self, row: Row, meeting: Meeting) -> None:
        self._compare(row, meeting)
        if row.choice != TAKE and row["note"] and meeting.note:
            told = _("A meeting of that day and kind is here under other words. The same, or another one?")
            row.outcome = ""
            row.fail("day", "duplicate_meeting", told, RowOutcome.DECISION)

    def _compare(self, row: Row, meeting: Meeting) -> None:
        """What the file gives otherwise is told, and taken in when somebody says so."""
        values = {name: row.values.get(name, row["note"]) or None for name in COLUMNS}
        found = changes(row, meeting, values, COLUMNS, fills=False)
        found |= self._clock(row, meeting) | self._parties(row, meeting)
        row.target = row.values["known"] = meeting
        row.values["changes"] = found
        row.outcome = RowOutcome.UNCHANGED
        if found:
            row.outcome = ""
            row.ask(lambda: require(can_edit_meeting(self.by, meeting)), OF_MEETING)
            row.outcome = row.outcome or RowOutcome.UPDATE

    def _clock(self, row: Row, meeting: Meeting) -> dict[str, Any]:
        """The time of day, of which nothing is said here."""
        day, clock = row.values["day"], row.values["clock"]
        if clock is None or meeting.is_time_known:
            return {}
        said = f"{day} {clock:%H:%M}"
        row.tell_differing("day", day, said)
        if row.choice != TAKE:
            return {}
        row.becomes("day", day, said)
        return {"starts_at": moment(day, clock), "is_time_known": True}

    def _parties(self, row: Row, meeting: Meeting) -> dict[str, Any]:
        """Whom it names besides those who took part, and a next step that is nobody's task."""
        found, there = {}, [person.name for person in meeting.people.all()]
        missing = {fold(name) for name in row.values["people"]} - {fold(name) for name in there}
        if missing and row.values["client"]:
            row.tell_differing("people", ", ".join(there) or _("nothing"), row["people"])
            found["people"] = True
        steps = {task.text: task.due_on for task in meeting.tasks.all()}
        due = row.values["due_on"]
        if row["step"] in steps and due not in {None, steps[row["step"]]}:
            row.tell_differing("due", steps[row["step"]] or _("nothing"), due)
        if row["step"] and row["step"] not in steps:
            told = _("The meeting is here without this next step: %(text)s.") % {"text": row["step"]}
            row.tell("step", DIFFERS, told)
            if due:
                row.tell_differing("due", _("nothing"), due)
            found["step"] = True
        if row.choice != TAKE:
            return {}
        if "people" in found:
            new = [name for name in row.values["people"] if fold(name) in missing]
            row.becomes("people", ", ".join(there), ", ".join([*there, *new]))
        if "step" in found:
            row.becomes("step", "", row["step"])
        return found


def _minutes(row: Row) -> int:
    found: int = row.values["contact_minutes"]
    return found


def _identity(row: Row) -> tuple[Any, ...]:
    advisor, values = row.values["advisor"], row.values
    about = tuple(record.pk for record in values["about"])
    said = (values["day"], values["clock"], advisor and advisor.pk, values["kind"], row["note"])
    return (row.values["client"] and row.values["client"].pk, about, *said)


def _ask_again(row: Row, first: Row) -> None:
    number = {"number": first.number}
    if row.text == first.text:
        row.fail("day", "duplicate_meeting", _("Row %(number)s is the same meeting.") % number, RowOutcome.DUPLICATE)
    else:
        told = _("Row %(number)s is of the same day and kind. The same meeting, or another one?") % number
        row.fail("day", "duplicate_meeting", told, RowOutcome.DECISION)


def _logged(rows: list[Row], by: User) -> dict[tuple[int, date], list[Any]]:
    """(client, day) → its meetings, each with the keys of its staff."""
    days = [row.values["day"] for row in rows if row.values["day"]]
    clients = {row.values["client"].pk for row in rows if row.values["client"]}
    found: dict[tuple[int, date], list[Any]] = defaultdict(list)
    if days and clients:
        span = (moment(min(days), time.min), moment(max(days), time.max))
        meetings: Any = Meeting.objects.visible_to(by).filter(clients__in=clients, starts_at__range=span)
        staff = Meeting.staff.through.objects.filter(meeting=OuterRef("pk")).values("user")
        meetings = meetings.prefetch_related("people", "tasks")
        for meeting in meetings.annotate(of_client=F("clients"), staff_keys=ArraySubquery(staff)):
            found[meeting.of_client, meeting.on].append(meeting)
    return found


def moment(day: date, at: time | None = None) -> datetime:
    return datetime.combine(day, at or UNKNOWN, ZoneInfo(settings.TIME_ZONE))
