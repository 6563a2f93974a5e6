"""Projects at the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.api.client import ConfidentialitySerializer
from projects.api.of_project import now
from projects.models import Project
from ui.api import Versioned, expected_version, read_as
from ui.api_days import Day
from ui.api_once import Once
from ui.swedish import SwedishOrder


class ProjectSerializer(serializers.ModelSerializer[Project]):
    code = serializers.CharField(max_length=30, required=False)

    class Meta:
        model = Project
        fields = [
            "id", "code", "title", "summary", "kind", "path", "phase", "phase_since", "lead", "team", "line_owner",
            "goal", "s3_area", "confidentiality", "starts_on", "ends_on", "in_use_on", "created_at", "version",
        ]  # fmt: skip
        read_only_fields = ["phase", "phase_since", "created_at", "version"]

    def validate_code(self, code: str) -> str:
        if self.instance is not None and code != self.instance.code:
            raise serializers.ValidationError(_("A project keeps its code."))
        return code

    def validate_confidentiality(self, level: str) -> str:
        if self.instance is not None and level != self.instance.confidentiality:
            raise serializers.ValidationError(_("Who reads a project is said by a verb of its own, confidentiality."))
        return level


class CloseSerializer(serializers.Serializer[Any]):
    on = Day(required=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300)


class ProjectViewSet(Once, Versioned, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Project]):
    basename = "project"
    queryset = Project.objects.none()
    serializer_class = ProjectSerializer
    filterset_fields = ["phase", "kind", "lead", "team", "s3_area", "code"]
    ordering = ("listed_by", "pk")

    def get_queryset(self) -> Any:
        return (
            Project.objects.visible_to(self.request.user)
            .annotate(listed_by=SwedishOrder("title"))
            .order_by(*self.ordering)
        )

    def create(self, request: Request) -> Response:
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        project = Project.start(**now(request), **typed.validated_data)
        return Response(self.get_serializer(project).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        version = expected_version(request)
        project = self.get_object()
        typed = self.get_serializer(project, data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        values = {name: value for name, value in typed.validated_data.items() if name != "code"}
        return Response(self.get_serializer(project.change(values, version=version, **now(request))).data)

    @extend_schema(request=ConfidentialitySerializer)
    @action(detail=True, methods=["post"])
    def confidentiality(self, request: Request, pk: str | None = None) -> Response:
        typed = read_as(ConfidentialitySerializer, self).validated_data
        level, readers = typed["confidentiality"], typed.get("readers", [])
        version = expected_version(request)
        kept = self.get_object().set_confidentiality(level, readers=readers, **now(request), version=version)
        return Response(self.get_serializer(kept).data)

    @extend_schema(request=CloseSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str | None = None) -> Response:
        typed = read_as(CloseSerializer, self)
        version = expected_version(request)
        closed = self.get_object().close(**now(request), version=version, **typed.validated_data)
        return Response(self.get_serializer(closed).data)
