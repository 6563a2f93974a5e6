"""Organisations at the API."""

from typing import Any

from django.core.exceptions import ValidationError as RuleError
from django.db.models import OuterRef, Subquery
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.requests import now
from contacts import numbers
from contacts.filters.organisation import OrganisationFilter
from contacts.models import Domain, Organisation
from journal.api.timeline import EntrySerializer, timeline_page
from ui.api import Versioned, expected_version
from ui.api_once import Once
from ui.api_related import Visible
from ui.swedish import SwedishOrder


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    """`number` is read from any usual spelling, and a sole trader's, being a personal number, is shown masked."""

    number = serializers.CharField(max_length=30, required=False, allow_blank=True)
    size_class = serializers.CharField(read_only=True)
    domains = serializers.ListField(child=serializers.ChoiceField(choices=Domain.choices), required=False)

    class Meta:
        model = Organisation
        fields = [
            "id", "name", "kind", "summary", "country", "number_scheme", "number", "website", "municipality",
            "founded_on", "employees", "turnover_sek", "balance_sek", "figures_year", "size_class", "sni_codes",
            "domains", "s3_area", "tags", "parent", "created_at", "version",
        ]  # fmt: skip
        read_only_fields = ["number_scheme", "created_at", "version"]

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"parent": Visible(Organisation, required=False, allow_null=True)}

    def to_representation(self, row: Organisation) -> dict[str, Any]:
        return super().to_representation(row) | {"number": row.shown_number, "parent": self._parent(row)}

    def _parent(self, row: Organisation) -> int | None:
        """The parent, to those who may read it; brought along where many are listed."""
        if row.parent_id is None or hasattr(row, "seen_parent"):
            return getattr(row, "seen_parent", None)
        seen = Organisation.objects.visible_to(self.context["request"].user)
        return row.parent_id if seen.filter(pk=row.parent_id).exists() else None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "number" in attrs:
            country = attrs.get("country") or (self.instance.country if self.instance else "SE")
            try:
                attrs["country"], attrs["number_scheme"], attrs["number"] = numbers.read(attrs["number"], country)
            except RuleError as error:
                raise serializers.ValidationError({"number": error.messages}, code=error.code) from None
        return attrs


class OrganisationViewSet(
    Once, Versioned, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Organisation]
):
    basename = "organisation"
    queryset = Organisation.objects.none()
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilter
    ordering = ("listed_by", "pk")

    def get_queryset(self) -> Any:
        visible = Organisation.objects.visible_to(self.request.user)
        parent = Subquery(visible.order_by().filter(pk=OuterRef("parent")).values("pk"))
        return visible.annotate(listed_by=SwedishOrder("name"), seen_parent=parent).order_by(*self.ordering)

    def create(self, request: Request) -> Response:
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        added = Organisation.add(**now(request), **typed.validated_data)
        return Response(self.get_serializer(added).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        version = expected_version(request)
        organisation = self.get_object()
        typed = self.get_serializer(organisation, data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        changed = organisation.change(typed.validated_data, version=version, **now(request))
        return Response(self.get_serializer(changed).data)

    @extend_schema(
        responses=EntrySerializer(many=True), parameters=[OpenApiParameter("noun"), OpenApiParameter("before", int)]
    )
    @action(detail=True, filterset_class=None)
    def timeline(self, request: Request, pk: str | None = None) -> Response:
        return timeline_page(request, self.get_object())
