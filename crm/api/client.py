"""Clients at the API."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, inline_serializer
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from accounts.requests import now
from contacts.api.organisation import OrganisationSerializer
from contacts.models import Organisation
from crm.filters.client import ClientFilter
from crm.models import Client, Confidentiality, Origin, Stage
from crm.models.client import CADENCE
from journal.api.timeline import EntrySerializer, timeline_page
from ui.api import Versioned, expected_version, read_as
from ui.api_days import Day
from ui.api_once import Once
from ui.asked import LARGEST
from ui.long_text import LONGEST
from ui.swedish import SwedishOrder

FIELDS = ["needs", "note", "origin", "origin_note", "cadence_days"]


class OrganisationOfClientSerializer(serializers.ModelSerializer[Organisation]):
    number = serializers.CharField(source="shown_number", read_only=True)

    class Meta:
        model = Organisation
        fields = ["id", "name", "number", "kind", "municipality", "s3_area", "size_class", "version"]
        read_only_fields = fields


class ClientSerializer(serializers.ModelSerializer[Client]):
    organisation = OrganisationOfClientSerializer(read_only=True)

    class Meta:
        model = Client
        fields = [
            "id", "organisation", "stage", "stage_since", "opened_on", "lead", "team", *FIELDS, "confidentiality",
            "last_contact_on", "created_at", "version",
        ]  # fmt: skip
        read_only_fields = [name for name in fields if name not in FIELDS]


@extend_schema_field({"type": "integer", "x-noun": "organisation"})
class OrganisationKey(serializers.IntegerField):
    """Whose key it is, is asked of the database once all is read."""


class OpenSerializer(serializers.Serializer[Any]):
    """Either a new `organisation`, or the `organisation_id` of a known one."""

    needs_of = {"oneOf": ("organisation", "organisation_id")}

    organisation = OrganisationSerializer(required=False)
    organisation_id = OrganisationKey(required=False, min_value=0, max_value=LARGEST)
    on = Day(required=False)
    lead = serializers.PrimaryKeyRelatedField(queryset=User.objects.active(), required=False, allow_null=True)
    origin = serializers.ChoiceField(choices=Origin.choices, required=False, allow_blank=True)
    origin_note = serializers.CharField(max_length=100, required=False, allow_blank=True)
    needs = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    cadence_days = serializers.IntegerField(min_value=CADENCE[0], max_value=CADENCE[1], required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("organisation" in attrs) == ("organisation_id" in attrs):
            raise serializers.ValidationError({"organisation": [_("Give organisation or organisation_id.")]})
        if "organisation_id" in attrs:
            key = attrs.pop("organisation_id")
            visible = Organisation.objects.visible_to(self.context["request"].user)
            attrs["organisation"] = visible.filter(pk=key).first()
            if attrs["organisation"] is None:
                raise serializers.ValidationError({"organisation_id": [_("There is no such organisation.")]})
        else:
            attrs["organisation"] = Organisation(**attrs["organisation"])
        if lead := attrs.get("lead"):
            attrs["team"] = lead.team
        return attrs


class MoveSerializer(serializers.Serializer[Any]):
    stage = serializers.ChoiceField(choices=Stage.choices)
    on = Day(required=False)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)


class AssignSerializer(serializers.Serializer[Any]):
    lead = serializers.PrimaryKeyRelatedField(queryset=User.objects.active(), allow_null=True)


class ConfidentialitySerializer(serializers.Serializer[Any]):
    confidentiality = serializers.ChoiceField(choices=Confidentiality.choices)
    readers = serializers.PrimaryKeyRelatedField(queryset=User.objects.active(), many=True, required=False)


class ClientViewSet(Once, Versioned, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Client]):
    """Verbs are POSTs; like PATCH they ask for If-Match, “*” for whatever version."""

    basename = "client"
    queryset = Client.objects.none()
    serializer_class = ClientSerializer
    filterset_class = ClientFilter
    ordering = ("listed_by", "pk")

    def get_queryset(self) -> Any:
        visible = Client.objects.visible_to(self.request.user).annotate(listed_by=SwedishOrder("name"))
        return visible.select_related("organisation").order_by(*self.ordering)

    @extend_schema(request=OpenSerializer)
    def create(self, request: Request) -> Response:
        typed = read_as(OpenSerializer, self)
        values = {"on": timezone.localdate()} | typed.validated_data
        client = Client.open_client(values.pop("organisation"), **now(request), **values)
        return Response(self.get_serializer(client).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        return self._act(
            request, "change", self.get_serializer_class(), lambda values: {"values": values}, partial=True
        )

    @extend_schema(request=MoveSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def move(self, request: Request, pk: str | None = None) -> Response:
        today = {"on": timezone.localdate()}
        return self._act(request, "move_to", MoveSerializer, lambda values: today | values)

    @extend_schema(request=AssignSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def assign(self, request: Request, pk: str | None = None) -> Response:
        return self._act(request, "assign", AssignSerializer, dict)

    @extend_schema(request=ConfidentialitySerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def confidentiality(self, request: Request, pk: str | None = None) -> Response:
        return self._act(
            request,
            "set_confidentiality",
            ConfidentialitySerializer,
            lambda values: {"level": values["confidentiality"], "readers": values.get("readers", [])},
        )

    def _act(self, request: Request, verb: str, serializer: Any, arguments: Any, partial: bool = False) -> Response:
        """Read what is sent, do the verb on the version named by If-Match, answer with the client as it is then."""
        version = expected_version(request)
        client = self.get_object()
        typed = read_as(serializer, self, partial)
        done = getattr(client, verb)(**arguments(typed.validated_data), version=version, **now(request))
        return Response(self.get_serializer(done).data)

    @extend_schema(
        responses=inline_serializer(
            "Timeline",
            {
                "counts": serializers.DictField(child=serializers.IntegerField()),
                "next": serializers.IntegerField(allow_null=True),
                "results": EntrySerializer(many=True),
            },
        ),
        parameters=[OpenApiParameter("noun"), OpenApiParameter("before", int)],
    )
    @action(detail=True, filterset_class=None)
    def timeline(self, request: Request, pk: str | None = None) -> Response:
        return timeline_page(request, self.get_object())
