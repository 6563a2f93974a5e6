"""Meetings at the API."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from crm.api.acting import now
from crm.api.related import Many, Visible
from crm.filters.meeting import MeetingFilter
from crm.models import Client, Meeting, MeetingState, Person, ServiceArea
from crm.models.meeting import state_when
from ui.api import Versioned, expected_version

FIELDS = [
    "kind", "state", "subject", "starts_at", "is_time_known", "place", "contact_minutes", "preparation_minutes",
    "travel_minutes", "clients", "people", "staff", "services", "note", "is_substantive", "is_specific",
    "reportable_reason",
]  # fmt: skip


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """Without a `state`, a meeting that starts in the past has been held and one that starts later is planned."""

    clients = Many(Visible(Client), required=False)
    people = Many(Visible(Person), required=False)
    staff = Many(serializers.PrimaryKeyRelatedField(queryset=User.objects.active()), required=False)
    services = serializers.ListField(child=serializers.ChoiceField(choices=ServiceArea.choices), required=False)
    note = serializers.CharField(max_length=50_000, required=False, allow_blank=True)

    class Meta:
        model = Meeting
        fields = ["id", *FIELDS, "created_by", "created_at", "version"]
        read_only_fields = ["created_by", "created_at", "version"]

    def validate_state(self, state: str) -> str:
        if state == MeetingState.CANCELLED:
            raise serializers.ValidationError(_("A meeting is cancelled by its own verb."))
        return state

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "starts_at" in attrs and "state" not in attrs:
            is_known = attrs.get("is_time_known", self.instance.is_time_known if self.instance else True)
            attrs["state"] = state_when(attrs["starts_at"], timezone.now(), is_time_known=is_known)
        return attrs


class CancelSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


def idempotency_key(request: Request) -> UUID | None:
    """The header that makes a repeated request answer the meeting it made the first time."""
    header = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if not header:
        return None
    try:
        return UUID(header)
    except ValueError:
        raise serializers.ValidationError({"Idempotency-Key": [_("Idempotency-Key must be a UUID.")]}) from None


def _ids(relation: Any, column: str) -> ArraySubquery:
    """The keys of a meeting's clients, people or staff as an array: fifty meetings in one query."""
    rows = relation.through.objects.filter(meeting=OuterRef("pk"))
    return ArraySubquery(rows.order_by(column).values(column))


class MeetingViewSet(Versioned, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Meeting]):
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
        return Meeting.objects.visible_to(self.request.user).annotate(**keys).order_by(*self.ordering)

    @extend_schema(
        parameters=[OpenApiParameter("Idempotency-Key", OpenApiTypes.UUID, OpenApiParameter.HEADER)],
        responses={201: MeetingSerializer, 200: MeetingSerializer},
    )
    def create(self, request: Request) -> Response:
        """The same Idempotency-Key again answers 200 with the meeting that it made."""
        key = idempotency_key(request)
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        moment = now(request)
        meeting = Meeting.log(key=key, **moment, **typed.validated_data)
        answer = status.HTTP_201_CREATED if meeting.created_at >= moment["at"] else status.HTTP_200_OK
        return Response(self.get_serializer(meeting).data, status=answer)

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
        typed = CancelSerializer(data=request.data)
        typed.is_valid(raise_exception=True)
        meeting.cancel(reason=typed.validated_data.get("reason", ""), **now(request))
        return Response(self.get_serializer(self.get_object()).data)
