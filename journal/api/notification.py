"""One's own notifications at the API."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.requests import now
from journal.models import Notification
from ui.api_once import Once


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    """`what` was told, of which record (`noun`, `key`), by whom and when."""

    verb = serializers.CharField(source="entry.verb")
    noun = serializers.CharField(source="entry.subject_type.model")
    key = serializers.IntegerField(source="entry.subject_id")
    by = serializers.IntegerField(source="entry.by_id", allow_null=True)
    at = serializers.DateTimeField(source="entry.at")

    class Meta:
        model = Notification
        fields = ["id", "what", "verb", "noun", "key", "by", "at", "read_at"]
        read_only_fields = fields


class NotificationViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Notification]):
    unversioned: ClassVar[dict[str, str]] = {"read": "marking again changes nothing"}
    basename = "notification"
    queryset = Notification.objects.none()
    serializer_class = NotificationSerializer
    ordering = ("-pk",)

    def get_queryset(self) -> Any:
        rows = Notification.objects.visible_to(self.request.user)
        return rows.select_related("entry__subject_type").order_by(*self.ordering)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str | None = None) -> Response:
        return Response(self.get_serializer(self.get_object().mark_read(**now(request))).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="read-all", pagination_class=None)
    def read_all(self, request: Request) -> Response:
        Notification.objects.all().mark_read(**now(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
