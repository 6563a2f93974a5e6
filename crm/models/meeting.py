"""A meeting: any advisory contact, planned or held, with the minutes it took and what came of it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import sees_everything
from crm.access import clients_hidden_from
from crm.models.service_area import ServiceArea
from journal.history import keep_history


class MeetingKind(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video")
    PHONE = "phone", _("Phone")
    WRITTEN = "written", _("Written")
    WORKSHOP = "workshop", _("Workshop")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Any) -> "MeetingQuerySet":
        """Meetings of which every client is readable; a project's own rule is added by the projects room."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if sees_everything(user):
            return self.all()
        through = Meeting.clients.through.objects.filter(
            meeting=models.OuterRef("pk"), client__in=clients_hidden_from(user)
        )
        query = self.exclude(models.Exists(through))
        for rule in hidden_rules:
            query = query.exclude(models.Exists(rule(user)))
        return query

    def held(self) -> "MeetingQuerySet":
        return self.filter(state=MeetingState.HELD)


# Rooms above add what hides a meeting: fn(user) -> queryset correlated by OuterRef("pk"), non-empty when hidden.
hidden_rules: list[Any] = []


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
    people = models.ManyToManyField("crm.Person", related_name="meetings", verbose_name=_("people"), blank=True)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="meetings", verbose_name=_("staff"), blank=True
    )
    services = ArrayField(
        models.CharField(max_length=20, choices=ServiceArea), verbose_name=_("service areas"), default=list, blank=True
    )
    note = models.TextField(_("note"), blank=True)
    is_substantive = models.BooleanField(_("advice on substance"), null=True, blank=True)
    is_specific = models.BooleanField(_("specific to this client"), null=True, blank=True)
    reportable_reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

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

    @property
    def is_reportable(self) -> bool | None:
        """Reportable when it was both substantive and specific; None while one answer is missing."""
        if self.is_substantive is None or self.is_specific is None:
            return None
        return self.is_substantive and self.is_specific

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.contact_minutes)

    @property
    def minutes(self) -> int:
        return self.contact_minutes + self.preparation_minutes + self.travel_minutes
