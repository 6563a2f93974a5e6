"""Meetings at the API."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from accounts.requests import now
from contacts.models import Person
from crm.api.tied import AboutSerializer, tied_ids
from crm.filters.meeting import MeetingFilter
from crm.models import Client, Meeting, MeetingState, ServiceArea
from crm.models.meeting import MINUTES, MOST_MINUTES
from crm.models.meeting_state import UNKNOWN, state_when
from ui.api import Versioned, expected_version, read_as
from ui.api_days import Day, Moment
from ui.api_once import Once
from ui.api_related import Many, Visible

FIELDS = [
    "kind", "state", "subject", "on", "starts_at", "is_time_known", "place", "contact_minutes", "preparation_minutes",
    "travel_minutes", "clients", "people", "staff", "services", "note", "is_substantive", "is_specific",
    "reportable_reason",
]  # fmt: skip


class MeetingSerializer(AboutSerializer):
    """Without a `state`, a meeting that starts in the past has been held and one that starts later is planned. Of one
    whose time is not known only `on`, its day, is said, and `starts_at` is null."""

    needs_of = {"anyOf": ("on", "starts_at")}
    on = Day(required=False)
    starts_at = Moment(required=False, allow_null=True)

    clients = Many(Visible(Client), required=False)
    people = Many(Visible(Person), required=False)
    staff = Many(serializers.PrimaryKeyRelatedField(queryset=User.objects.active()), required=False)
    services = serializers.ListField(child=serializers.ChoiceField(choices=ServiceArea.choices), required=False)
    note = serializers.CharField(max_length=50_000, required=False, allow_blank=True)

    class Meta:
        model = Meeting
        fields = ["id", *FIELDS, "created_by", "created_at", "version"]
        read_only_fields = ["created_by", "created_at", "version"]
        extra_kwargs = {name: {"max_value": MOST_MINUTES} for name in MINUTES}

    def validate_state(self, state: str) -> str:
        if state == MeetingState.CANCELLED:
            raise serializers.ValidationError(_("A meeting is cancelled by its own verb."))
        return state

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        self._read_when(attrs)
        if "starts_at" in attrs and "state" not in attrs:
            is_known = attrs.get("is_time_known", self.instance.is_time_known if self.instance else True)
            attrs["state"] = state_when(attrs["starts_at"], timezone.now(), is_time_known=is_known)
        return super().validate(attrs)

    def _read_when(self, attrs: dict[str, Any]) -> None:
        """A day alone is a meeting whose time is not known; beside a time it has nothing to add."""
        on, starts_at = attrs.pop("on", None), attrs.pop("starts_at", None)
        if starts_at:
            attrs["starts_at"] = starts_at
        elif on and not (self.instance and on == self.instance.on):
            attrs |= {"starts_at": timezone.make_aware(datetime.combine(on, UNKNOWN)), "is_time_known": False}
        elif not self.instance:
            raise serializers.ValidationError({"starts_at": [_("Say when it starts, or on which day it was.")]})

    def to_representation(self, instance: Meeting) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        return shown if instance.is_time_known else shown | {"starts_at": None}


class CancelSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


def _ids(relation: Any, column: str) -> ArraySubquery:
    """The keys of a meeting's clients, people or staff as an array: fifty meetings in one query."""
    rows = relation.through.objects.filter(meeting=OuterRef("pk"))
    return ArraySubquery(rows.order_by(column).values(column))


class MeetingViewSet(Once, Versioned, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Meeting]):
    basename = "meeting"
    queryset = Meeting.objects.none()
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter
    ordering = ("-starts_at", "-pk")

    def get_queryset(self) -> Any:
        keys = {
            "clients_ids": _ids(Meeting.clients, "client_id"),
            "people_ids": _ids(Meeting.people, "person_id"),
            "staff_ids": _ids(Meeting.staff, "user_id"),
        }
        keys |= tied_ids(Meeting)
        return Meeting.objects.visible_to(self.request.user).annotate(**keys).order_by(*self.ordering)

    @extend_schema(responses={201: MeetingSerializer, 200: MeetingSerializer})
    def create(self, request: Request) -> Response:
        """The same Idempotency-Key again answers 200 with the meeting that it made."""
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        meeting = Meeting.log(**now(request), **typed.validated_data)
        return Response(self.get_serializer(meeting).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        version = expected_version(request)
        meeting = self.get_object()
        typed = self.get_serializer(meeting, data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        changed = meeting.change(version=version, **now(request), **typed.validated_data)
        return Response(self.get_serializer(changed).data)

    @extend_schema(request=CancelSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def cancel(self, request: Request, pk: str | None = None) -> Response:
        meeting = self.get_object()
        typed = read_as(CancelSerializer, self)
        reason = typed.validated_data.get("reason", "")
        meeting.cancel(reason=reason, version=expected_version(request), **now(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], filterset_class=None, url_path="plan-again")
    def plan_again(self, request: Request, pk: str | None = None) -> Response:
        """Take its cancelling back."""
        self.get_object().plan_again(version=expected_version(request), **now(request))
        return Response(self.get_serializer(self.get_object()).data)
