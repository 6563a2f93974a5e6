"""What Today shows: the day's meetings, follow-ups, clients gone quiet, drafts; rooms above add their sections."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby

from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from accounts.models import User
from crm.models import Client, Meeting, MeetingDraft, MeetingState, Task
from crm.sections import Section
from crm.ties import with_ties
from ui import unsaved
from ui.models import Unsaved

DAYS_AHEAD = 3
FOLLOW_UPS = 12
# Of a hundred tasks, most of which are only counted.
SHOWN_OF_TASK = ("text", "due_on", "version", "client", "client__organisation", "client__organisation__name")
QUIET = 6

# fn(user, on) giving a section of Today, or None; registered by rooms above in AppConfig.ready().
contributors: list[Callable[[User, date], Section | None]] = []


@dataclass(frozen=True)
class Quiet:
    """A client not met for longer than usual; shares of the bar in per cent (the tick is the usual time)."""

    client: Client
    days: int

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.days / (2 * self.client.cadence_days)))


class Today:
    def __init__(self, user: User, now: datetime) -> None:
        self.user, self.now = user, now
        self.on = timezone.localdate(now)

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Mine from this morning to three days on; and planned ones of the last week that nobody has logged."""
        start = timezone.make_aware(datetime.combine(self.on, datetime.min.time()))
        coming = Q(starts_at__gte=start, starts_at__lt=start + timedelta(days=DAYS_AHEAD + 1))
        left = Q(starts_at__gte=start - timedelta(days=7), starts_at__lt=start, state=MeetingState.PLANNED)
        mine = Meeting.objects.visible_to(self.user).filter(staff=self.user).exclude(state=MeetingState.CANCELLED)
        return with_ties(
            mine.filter(coming | left)
            .prefetch_related("clients__organisation", "people")
            .order_by(TruncDate("starts_at"), "is_time_known", "starts_at", "pk")
        )

    @property
    def days(self) -> list[tuple[date, list[Meeting]]]:
        grouped = groupby(self.meetings, key=lambda meeting: timezone.localdate(meeting.starts_at))
        return [(day, list(meetings)) for day, meetings in grouped]

    @cached_property
    def of_today(self) -> list[Meeting]:
        return [meeting for meeting in self.meetings if timezone.localdate(meeting.starts_at) == self.on]

    @cached_property
    def next_today(self) -> Meeting | None:
        """The first of today's meetings that has not begun; the now line stands before it."""
        return next((one for one in self.of_today if one.is_time_known and one.starts_at > self.now), None)

    @cached_property
    def unlogged(self) -> list[Meeting]:
        return [one for one in self.meetings if one.state == MeetingState.PLANNED and one.has_ended(self.now)]

    @cached_property
    def tasks(self) -> list[Task]:
        mine = Task.objects.visible_to(self.user).open().filter(owner=self.user)
        mine = mine.select_related("client__organisation").only(*SHOWN_OF_TASK)
        return with_ties(mine.order_by(F("due_on").asc(nulls_last=True), "pk")[:101])

    @property
    def follow_ups(self) -> list[Task]:
        return self.tasks[:FOLLOW_UPS]

    @property
    def late(self) -> int:
        return sum(task.due_on is not None and task.due_on < self.on for task in self.tasks)

    @property
    def due_today(self) -> int:
        return sum(task.due_on == self.on for task in self.tasks)

    @cached_property
    def quiet(self) -> list[Quiet]:
        """My active clients not met for longer than usual, longest first."""
        mine = Client.objects.visible_to(self.user).filter(
            lead=self.user, stage="active", last_contact_on__isnull=False
        )
        last_usual = Value(self.on) - F("cadence_days") * Value(timedelta(days=1))
        silent = mine.filter(last_contact_on__lt=Cast(last_usual, DateField()))
        found = silent.select_related("organisation").order_by("last_contact_on", "pk")[:QUIET]
        return [Quiet(client, (self.on - (client.last_contact_on or self.on)).days) for client in found]

    @cached_property
    def drafts(self) -> list[MeetingDraft]:
        mine = MeetingDraft.objects.visible_to(self.user).select_related("client__organisation", "meeting")
        return [draft.as_read_by(self.user) for draft in mine[:10]]

    @cached_property
    def begun(self) -> set[Meeting]:
        """Those that I have begun to log; the draft is gone on with where the meeting is logged."""
        return {draft.meeting for draft in self.drafts if draft.meeting}

    @cached_property
    def unsaved(self) -> list[Unsaved]:
        """What I typed and could not save, but for what the draft of the same form holds: a text stands here once."""
        drafts = {draft.key: draft for draft in self.drafts}
        return [one for one in unsaved.of(self.user)[:10] if not one.is_in(drafts.get(one.key))]

    @cached_property
    def sections(self) -> list[Section]:
        return [section for contribute in contributors if (section := contribute(self.user, self.on))]

    @cached_property
    def columns(self) -> tuple[list[Section], list[Section]]:
        """Only what has rows: what is late, then the day; what else waits goes beside it."""
        late = [section for section in self.sections if section.late]
        own: list[tuple[str, Sequence[object]]] = [
            ("meetings", self.meetings),
            ("follow_ups", self.tasks),
            ("drafts", self.drafts),
        ]
        shown = [*late, *_own(own), *(section for section in self.sections if not section.late)]
        shown += _own([("quiet", self.quiet)])
        first = max(1, len(late) + bool(self.meetings or self.tasks))
        return shown[:first], shown[first:]


def _own(parts: list[tuple[str, Sequence[object]]]) -> list[Section]:
    return [Section(f"crm/today_{name}.html") for name, rows in parts if rows]
