"""What every noun of a project's shares at the API: read through the project, written by its verbs."""

from typing import Any

from django.utils import timezone
from rest_framework import mixins, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from projects.models import Project
from ui.api import Versioned, expected_version
from ui.api_once import Once


def now(request: Request) -> dict[str, Any]:
    """Who and when, as every verb asks."""
    return {"by": request.user, "at": timezone.now()}


class ProjectField(serializers.PrimaryKeyRelatedField):
    """A project the asker may read; another is as unknown as one that is not there."""

    def get_queryset(self) -> Any:
        return Project.objects.visible_to(self.context["request"].user)


class OfProjectViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Any]):
    """A noun with a `project`; `filterset_fields` lets lists be narrowed to one."""

    filterset_fields = ["project"]
    ordering: tuple[str, ...] = ("-pk",)

    def get_queryset(self) -> Any:
        noun: Any = self.queryset.model  # type: ignore[union-attr, arg-type]
        return noun.objects.visible_to(self.request.user).order_by(*self.ordering)

    def answer(self, row: Any, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(row).data, status=code)


class Addable(OfProjectViewSet):
    """POST calls the noun's `add`."""

    def create(self, request: Request) -> Response:
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        values = dict(typed.validated_data)
        row = self.add(values.pop("project"), values)
        return self.answer(row, status.HTTP_201_CREATED)

    def add(self, project: Project, values: dict[str, Any]) -> Any:
        noun: Any = self.queryset.model  # type: ignore[union-attr, arg-type]
        return noun.add(project, **now(self.request), **values)


class Settable(Versioned, Addable):
    """POST makes a line, or sets the one that is there anew; the latter asks for If-Match."""

    sets_anew = True


class Changeable(Versioned, Addable):
    """PATCH with If-Match calls the noun's `change`."""

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        version = expected_version(request)
        row = self.get_object()
        typed = self.get_serializer(row, data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        values = dict(typed.validated_data)
        values.pop("project", None)
        return self.answer(row.change(values, version=version, **now(request)))
