"""Memberships of communities at the API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.hanging import can_read
from accounts.requests import now
from contacts.filters.membership import MembershipFilter
from contacts.models import Membership, Organisation
from ui.api import Versioned, expected_version, read_as
from ui.api_days import Day
from ui.api_once import Once
from ui.api_related import Visible


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    organisation = Visible(Organisation)

    class Meta:
        model = Membership
        fields = [
            "id", "community", "organisation", "state", "category", "since_on", "left_on", "contact", "is_public",
            "version",
        ]  # fmt: skip
        read_only_fields = ["state", "since_on", "left_on", "contact", "version"]
        # The verb says it in words.
        validators: list[Any] = []

    def to_representation(self, row: Membership) -> dict[str, Any]:
        contact = row.contact if row.contact and can_read(self.context["request"].user, row.contact) else None
        return super().to_representation(row) | {"contact": contact and contact.pk}


class OnSerializer(serializers.Serializer[Any]):
    on = Day(required=False)


class MembershipViewSet(Once, Versioned, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Membership]):
    basename = "membership"
    queryset = Membership.objects.none()
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilter
    ordering = ("pk",)

    def get_queryset(self) -> Any:
        return Membership.objects.visible_to(self.request.user).order_by(*self.ordering)

    def create(self, request: Request) -> Response:
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        values = dict(typed.validated_data)
        made = Membership.apply(values.pop("community"), values.pop("organisation"), **now(request), **values)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        version = expected_version(request)
        membership = self.get_object()
        typed = self.get_serializer(membership, data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        values = {
            name: typed.validated_data[name] for name in ("category", "is_public") if name in typed.validated_data
        }
        return Response(self.get_serializer(membership.change(values, version=version, **now(request))).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], filterset_class=None)
    def approve(self, request: Request, pk: str | None = None) -> Response:
        done = self.get_object().approve(version=expected_version(request), **now(request))
        return Response(self.get_serializer(done).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], filterset_class=None)
    def rejoin(self, request: Request, pk: str | None = None) -> Response:
        """Take its leaving back: a member as before."""
        done = self.get_object().rejoin(version=expected_version(request), **now(request))
        return Response(self.get_serializer(done).data)

    @extend_schema(request=OnSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def activate(self, request: Request, pk: str | None = None) -> Response:
        return self._on_a_day(request, "activate")

    @extend_schema(request=OnSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def leave(self, request: Request, pk: str | None = None) -> Response:
        return self._on_a_day(request, "leave")

    def _on_a_day(self, request: Request, verb: str) -> Response:
        version = expected_version(request)
        membership = self.get_object()
        typed = read_as(OnSerializer, self)
        on = typed.validated_data.get("on", timezone.localdate())
        return Response(self.get_serializer(getattr(membership, verb)(on=on, version=version, **now(request))).data)
