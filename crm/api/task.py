"""Tasks at the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from accounts.requests import now
from crm.api.tied import AboutSerializer, tied_ids
from crm.filters.task import TaskFilter
from crm.models import Client, Meeting, Task
from ui.api import Versioned, expected_version
from ui.api_once import Once
from ui.api_related import Visible

CHANGEABLE = ("text", "due_on", "owner", "about")


class TaskSerializer(AboutSerializer):
    """`client` and `meeting` are said when the task is made and stay."""

    owner = serializers.PrimaryKeyRelatedField(queryset=User.objects.active(), required=False)
    client = Visible(Client, required=False, allow_null=True)
    meeting = Visible(Meeting, required=False, allow_null=True)

    class Meta:
        model = Task
        fields = [
            "id", "text", "due_on", "owner", "client", "meeting", "done_at", "done_by", "created_by", "created_at",
            "version",
        ]  # fmt: skip
        read_only_fields = ["done_at", "done_by", "created_by", "created_at", "version"]


class TaskViewSet(Once, Versioned, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Task]):
    basename = "task"
    queryset = Task.objects.none()
    serializer_class = TaskSerializer
    filterset_class = TaskFilter
    ordering = ("-pk",)

    def get_queryset(self) -> Any:
        return Task.objects.visible_to(self.request.user).annotate(**tied_ids(Task)).order_by(*self.ordering)

    def create(self, request: Request) -> Response:
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        task = Task.add(**now(request), **typed.validated_data)
        return Response(self.get_serializer(task).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        version = expected_version(request)
        task = self.get_object()
        typed = self.get_serializer(task, data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        values = {name: typed.validated_data[name] for name in CHANGEABLE if name in typed.validated_data}
        return Response(self.get_serializer(task.change(version=version, **now(request), **values)).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], filterset_class=None)
    def done(self, request: Request, pk: str | None = None) -> Response:
        done = self.get_object().finish(**now(request), version=expected_version(request))
        return Response(self.get_serializer(done).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], filterset_class=None)
    def reopen(self, request: Request, pk: str | None = None) -> Response:
        done = self.get_object().reopen(**now(request), version=expected_version(request))
        return Response(self.get_serializer(done).data)
