"""A meeting: any advisory contact, planned or held, with the minutes it took and what came of it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.noun import NounQuerySet
from accounts.rights import Reader
from crm.access import can_edit_meeting, can_log_meeting
from crm.models.client import Client
from crm.models.last_contact import keep_last_contact
from crm.models.meeting_state import ICONS, MeetingKind, MeetingState, has_begun
from crm.models.parties import differ, set_parties
from crm.models.service_area import ServiceArea
from crm.models.task import Task
from crm.ties import can_take_from, tie_to, tied
from journal.change import keep, put, write
from journal.facts import Names, Said, Tells
from journal.history import keep_history
from journal.record import record
from ui import asked
from ui.long_text import LongText
from ui.swedish import SwedishOrder
from ui.versions import check, locked

if TYPE_CHECKING:
    from accounts.models import User
    from contacts.models.person import Person


class MeetingQuerySet(NounQuerySet["Meeting"]):
    def keep_last_contact_beside(self) -> None:
        """When something that these meetings are about was kept, or is so no more: for all whom they were with."""
        through = Meeting.clients.through.objects.filter(meeting__in=self.order_by().values("pk"))
        keep_last_contact(self.model.objects.held(), through.values_list("client", flat=True).distinct())

    def for_timeline(self, reader: Reader) -> "MeetingQuerySet":
        """Each with its `people_names`."""
        present = self.model.people.through.objects.filter(meeting=models.OuterRef("pk"))
        names = present.order_by(SwedishOrder("person__name")).values("person__name")
        return self.annotate(people_names=ArraySubquery(names))

    def held(self) -> "MeetingQuerySet":
        return self.filter(state=MeetingState.HELD)


MINUTES, MOST_MINUTES = ("contact_minutes", "preparation_minutes", "travel_minutes"), 24 * 60


class Meeting(models.Model):
    state = models.CharField(_("state"), max_length=10, choices=MeetingState, default=MeetingState.HELD)
    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("start"))
    # Imported logs know the day and not the hour.
    is_time_known = models.BooleanField(default=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    contact_minutes = models.PositiveSmallIntegerField(_("contact"), default=0)
    preparation_minutes = models.PositiveSmallIntegerField(_("preparation"), default=0)
    travel_minutes = models.PositiveSmallIntegerField(_("travel"), default=0)
    clients = models.ManyToManyField("crm.Client", related_name="meetings", verbose_name=_("clients"), blank=True)
    people = models.ManyToManyField("contacts.Person", related_name="meetings", verbose_name=_("people"), blank=True)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="meetings", verbose_name=_("staff"), blank=True
    )
    services = ArrayField(
        models.CharField(max_length=20, choices=ServiceArea), verbose_name=_("service areas"), default=list, blank=True
    )
    note = LongText(_("note"), blank=True)
    is_substantive = models.BooleanField(_("advice on substance"), null=True, blank=True)
    is_specific = models.BooleanField(_("specific to this client"), null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    reportable_reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    hangs_on = Hangs(on=("clients",), aside=("people",), makes_known=("people",))
    erasing = Erasing(
        text=("subject", "place", "note", "cancel_reason", "reportable_reason"),
        tied="people",
        reviewed=("note",),
        page=("crm:meeting_detail", "pk"),
    )
    tells = {
        "meeting.logged": Tells(instead_of="meeting.planned"),
        "meeting.planned": Tells(),
        "meeting.changed": Tells({"fields": Names}),
        "meeting.cancelled": Tells(said=Said("", "", "cancel_reason")),
        "meeting.planned_again": Tells(),
    }

    history = keep_history()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                name="meeting_minutes_within_a_day",
                condition=models.Q(contact_minutes__lte=1440, preparation_minutes__lte=1440, travel_minutes__lte=1440),
                violation_error_message=_("A meeting cannot take more than 24 hours."),
            ),
        ]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="meeting_by_start"),
            models.Index("state", "starts_at", name="meeting_by_state"),
            GinIndex("services", name="meeting_services"),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.get_kind_display())

    @classmethod
    @transaction.atomic
    def log(cls, *, by: "User", at: datetime, people: "Iterable[Person]" = (), staff: "Iterable[User]" = (),
            clients: "Iterable[Client]" = (), about: "Iterable[models.Model]" = (), tasks: "Iterable[Task]" = (),
            **values: Any) -> "Meeting":  # fmt: skip
        """A meeting that has been held (or, with state=planned, will be), with its follow-ups, in one save.

        `about` are records of rooms above (see crm.ties).
        """
        clients, people, about = list(clients), list(people), list(about)
        require(can_log_meeting(by, [*clients, *people, *about]))
        meeting = cls(created_by=by, **values)
        meeting.check_saveable(at, [*clients, *about])
        write(meeting, by=by, at=at)
        parties: dict[str, list[Any]] = {"clients": list(clients), "people": list(people), "staff": [by, *staff]}
        set_parties(meeting, parties)
        tie_to(meeting, about)
        keep_last_contact(Meeting.objects.held(), (client.pk for client in clients))
        shown_at = [*parties["clients"], *parties["people"], *about]
        meeting._record("meeting.logged" if meeting.is_held else "meeting.planned", by=by, at=at, about=shown_at)
        meeting._add_tasks(tasks, clients, by=by, at=at, about=about)
        return meeting

    @transaction.atomic
    def change(self, *, by: "User", at: datetime, version: int | None = None, people: "Iterable[Person] | None" = None,
               staff: "Iterable[User] | None" = None, clients: "Iterable[Client] | None" = None,
               about: "Iterable[models.Model] | None" = None, tasks: "Iterable[Task]" = (),
               **values: Any) -> "Meeting":  # fmt: skip
        """Save changed fields and parties; a planned meeting given state=held has thereby been held. What makes no
        difference leaves the meeting as it is, version and all.

        Raises ui.versions.Changed when somebody saved it since `version`.
        """
        meeting = self._locked(by, version)
        clients = clients if clients is None else list(clients)
        people = people if people is None else list(people)
        about = about if about is None else list(about)
        require(can_log_meeting(by, [*(clients or []), *(people or []), *(about or [])]))
        was, had = meeting.state, list(meeting.clients.all())
        if was == MeetingState.CANCELLED:
            raise ValidationError(_("A cancelled meeting cannot be changed; plan a new one."))
        changed = [one["field"] for one in put(meeting, values)]
        clients = had if clients is None else list(clients)
        was_about = tied(meeting)
        about = was_about if about is None else list(about)
        require(can_take_from(by, [row for row in [*had, *was_about] if row not in {*clients, *about}]))
        meeting.check_saveable(at, [*clients, *about])
        parties = {"people": people, "staff": staff, "clients": clients}
        wanted = {name: list(rows) for name, rows in parties.items() if rows is not None}
        if not changed and not differ(meeting, wanted) and set(about) == set(was_about):
            meeting._add_tasks(tasks, clients, by=by, at=at, about=about)
            return meeting
        keep(meeting, changed, by=by, at=at)
        set_parties(meeting, wanted)
        tie_to(meeting, about)
        keep_last_contact(Meeting.objects.held(), (client.pk for client in {*had, *clients}))
        verb = "meeting.logged" if was != MeetingState.HELD and meeting.is_held else "meeting.changed"
        meeting._record(verb, by=by, at=at, **({} if verb == "meeting.logged" else {"fields": changed}))
        meeting._add_tasks(tasks, clients, by=by, at=at, about=about)
        return meeting

    @transaction.atomic
    def cancel(self, *, by: "User", at: datetime, reason: str = "", version: int | None = None) -> "Meeting":
        """A planned meeting that will not be; one that was held stays held."""
        meeting = self._locked(by, version)
        if meeting.state != MeetingState.PLANNED:
            raise ValidationError(_("Only a planned meeting can be cancelled."))
        meeting.state, meeting.cancel_reason = MeetingState.CANCELLED, reason[:200]
        keep(meeting, ["state", "cancel_reason"], by=by, at=at)
        meeting._record("meeting.cancelled", by=by, at=at)
        return meeting

    @transaction.atomic
    def plan_again(self, *, by: "User", at: datetime, version: int | None = None) -> "Meeting":
        """It was cancelled by mistake: planned as it was."""
        meeting = self._locked(by, version)
        if meeting.state != MeetingState.CANCELLED:
            raise ValidationError(_("Only a cancelled meeting can be planned again."))
        meeting.state, meeting.cancel_reason = MeetingState.PLANNED, ""
        keep(meeting, ["state", "cancel_reason"], by=by, at=at)
        meeting._record("meeting.planned_again", by=by, at=at)
        return meeting

    def _locked(self, by: "User", version: int | None = None) -> "Meeting":
        meeting = locked(Meeting.objects.all(), self.pk)
        require(can_edit_meeting(by, meeting))
        check(meeting, version)
        return meeting

    def check_saveable(self, at: datetime, about: "Iterable[models.Model]") -> None:
        """Raises ValidationError by field; asks the database nothing."""
        if self.is_held and not self.has_begun(at):
            raise ValidationError({"day": _("A meeting that has been held lies in the past; save it as planned.")})
        if not asked.FIRST_DAY.year <= self.starts_at.year <= asked.LAST_DAY.year:
            raise ValidationError({"day": _("Write a day between 1900 and 2200.")})
        if not list(about) and not self.subject:
            raise ValidationError({"clients": _("Say whom you met.")})
        for name in MINUTES:
            if getattr(self, name) > MOST_MINUTES:
                raise ValidationError({name: _("A meeting cannot take more than 24 hours.")})
        self.clean_fields(exclude=["created_by"])
        self.clean()

    def _record(self, verb: str, *, by: "User", at: datetime, about: Any = None, **facts: Any) -> None:
        """On the timelines of its clients and people, on the day it is or was."""
        when = self.starts_at if verb in {"meeting.logged", "meeting.planned"} else at
        about = [*self.clients.all(), *self.people.all(), *tied(self)] if about is None else about
        record(verb, self, by=by, at=when, about=about, **facts)

    def _add_tasks(self, tasks: "Iterable[Task]", clients: "Iterable[Client]", *, by: "User", at: datetime,
                   about: "Iterable[models.Model]") -> None:  # fmt: skip
        made = list(tasks)
        for task in made:
            task.meeting = self
            task.client = task.client or next(iter(clients), None)
        if made:
            Task.add_all(made, by=by, at=at, about=about)

    @property
    def is_held(self) -> bool:
        return self.state == MeetingState.HELD

    @property
    def is_planned(self) -> bool:
        return self.state == MeetingState.PLANNED

    @property
    def is_unlogged(self) -> bool:
        """Its time has passed and nobody has written what came of it."""
        return self.is_planned and self.has_ended(timezone.now())

    def has_begun(self, at: datetime) -> bool:
        """Or begins within a quarter of an hour: nobody logs by the second."""
        return has_begun(self.starts_at, at + timedelta(minutes=15), is_time_known=self.is_time_known)

    def has_ended(self, at: datetime) -> bool:
        """Without a time, when the day is over."""
        return self.ends_at <= at if self.is_time_known else self.on < timezone.localdate(at)

    @property
    def is_reportable(self) -> bool | None:
        """Reportable when it was both substantive and specific; None while one answer is missing."""
        if self.is_substantive is None or self.is_specific is None:
            return None
        return self.is_substantive and self.is_specific

    @property
    def on(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.contact_minutes)

    @property
    def minutes(self) -> int:
        return self.contact_minutes + self.preparation_minutes + self.travel_minutes

    @property
    def icon(self) -> str:
        return ICONS[MeetingKind(self.kind)]
