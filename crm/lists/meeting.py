"""The meetings list: the latest first; cancelled ones only when they are asked for."""

from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from crm.filters.meeting import MeetingFilter
from crm.models import Meeting, MeetingKind, MeetingState, ServiceArea
from crm.ties import Tie, ties_of, with_ties
from lists.columns import Column
from lists.page import ListPage
from lists.paging import Sort, count_in_words
from lists.picks import DAY, SELECT, Pick
from ui.dates import long, minutes_in_words
from ui.table import aside, dim, linked, links, with_icon

ALL = gettext_lazy("All")
# So many records stand in a choice of what meetings are about.
TIED = 200


def _day(meeting: Meeting) -> SafeString | str:
    if not meeting.is_time_known:
        return long(meeting.starts_at)
    return aside(long(meeting.starts_at), f"{timezone.localtime(meeting.starts_at):%H:%M}")


def _clients(meeting: Meeting) -> str:
    return ", ".join(str(client) for client in meeting.clients.all())


def _named(meeting: Meeting) -> SafeString:
    name = _clients(meeting) or meeting.subject or _("Without a client")
    return linked(reverse("crm:meeting_detail", args=[meeting.pk]), name)


def _subject(meeting: Meeting) -> str:
    return meeting.subject if meeting.clients.all() else ""


def _tied(tie: Tie, meeting: Meeting) -> list[tuple[Any, str]]:
    pairs: list[tuple[Any, str]] = meeting.tied  # type: ignore[attr-defined]
    return [(record, url) for record, url in pairs if isinstance(record, tie.model)]


def _links(tie: Tie, meeting: Meeting) -> SafeString:
    return links(_tied(tie, meeting))


def _names(tie: Tie, meeting: Meeting) -> str:
    return ", ".join(str(record) for record, _url in _tied(tie, meeting))


def _who(meeting: Meeting) -> str:
    return ", ".join(str(user) for user in meeting.staff.all())


def _state(meeting: Meeting) -> SafeString | str | Promise:
    return meeting.get_state_display() if meeting.is_held else dim(meeting.get_state_display())


def _staff(page: "MeetingList") -> dict[str, str]:
    active = User.objects.visible_to(page.user).active()
    return {str(pk): name for pk, name in active.values_list("pk", "name")}


def _met(tie: Tie, page: "MeetingList") -> dict[str, str]:
    return {str(record.pk): str(record) for record in tie.met(page.user).order_by("-pk")[:TIED]}


class MeetingList(ListPage):
    code = "meetings"
    title = gettext_lazy("Meetings")
    place, export, file_name = "crm:meeting_list", "crm:meeting_export", gettext_lazy("meetings")
    empty = "crm/meeting_list_empty.html"
    none_matches, show_all = gettext_lazy("No meetings"), gettext_lazy("Show all meetings")
    none_hint = gettext_lazy("None matches. Take a filter away, or log one.")
    css, has_own_frame = "meetings", True
    filterset, pager = MeetingFilter, "past"
    order = "-day"
    sorts = {"-day": Sort("starts_at", is_descending=True), "day": Sort("starts_at")}

    def read(self) -> QuerySet[Meeting]:
        return Meeting.objects.visible_to(self.user)

    def filtered_by(self, query: QueryDict) -> Any:
        rows = self.readable
        if query.get("state") != MeetingState.CANCELLED:
            rows = rows.exclude(state=MeetingState.CANCELLED)
        return self.filterset(query, rows, request=self.request)

    def in_words(self, found: int, readable: int | None) -> str:
        return _("%(count)s found") % {"count": count_in_words(found)}

    def fetched(self, rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
        return rows.prefetch_related("clients__organisation", "staff")

    def dressed(self, rows: list[Any]) -> Iterable[Meeting]:
        return with_ties(rows)

    def offered(self) -> Sequence[Column]:
        return [
            Column("day", gettext_lazy("Day"), _day, lambda row: row.on, css="nw m-day", sorts=("-day", "day")),
            Column("meeting", gettext_lazy("Meeting"), _named, _clients, is_head=True),
            *(
                Column(tie.name, tie.label, partial(_links, tie), partial(_names, tie), css="m-line")
                for tie in ties_of(Meeting)
            ),
            Column("subject", gettext_lazy("Subject"), _subject, "subject", css="nx m-subject"),
            Column("kind", gettext_lazy("Kind"), _kind, lambda row: row.get_kind_display(), css="nw m-line"),
            Column("who", gettext_lazy("Who"), _who, css="m-who"),
            Column("state", gettext_lazy("State"), _state, lambda row: row.get_state_display()),
            Column("time", gettext_lazy("Time used"), _minutes, "minutes", css="num m-time"),
        ]

    def offered_picks(self) -> Sequence[Pick]:
        return self._picks

    @cached_property
    def _picks(self) -> list[Pick]:
        return [
            Pick("staff", gettext_lazy("Who"), SELECT, _staff, blank=ALL),
            Pick("kind", gettext_lazy("Kind"), SELECT, lambda page: dict(MeetingKind.choices), blank=ALL),
            Pick("service", gettext_lazy("Service"), SELECT, lambda page: dict(ServiceArea.choices), blank=ALL),
            Pick("state", gettext_lazy("State"), SELECT, lambda page: dict(MeetingState.choices), blank=ALL),
            Pick("after", gettext_lazy("From"), DAY),
            Pick("before", gettext_lazy("To"), DAY),
            Pick("client", gettext_lazy("Client"), is_offered=False),
            *(Pick(tie.name, tie.label, SELECT, partial(_met, tie), blank=ALL) for tie in ties_of(Meeting)),
        ]

    def context(self) -> dict[str, Any]:
        return {"meetings": self.rows, "is_filtered": self.is_asked}


def _kind(meeting: Meeting) -> SafeString:
    return with_icon(meeting.icon, meeting.get_kind_display())


def _minutes(meeting: Meeting) -> str:
    return minutes_in_words(meeting.minutes)
