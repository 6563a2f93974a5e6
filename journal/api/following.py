"""What is to follow from entries, at the API: for administrators, and for auditors to read."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.requests import now, user_of
from journal.models import Following
from ui.api_once import Once

ONCE = "its state lets it happen once; who comes after is told so by 409"


class FollowingSerializer(serializers.ModelSerializer[Following]):
    verb = serializers.CharField(source="entry.verb")
    noun = serializers.CharField(source="entry.subject_type.model")
    key = serializers.IntegerField(source="entry.subject_id")

    class Meta:
        model = Following
        fields = ["id", "reaction", "verb", "noun", "key", "state", "next_try_at", "attempts", "trouble"]
        read_only_fields = fields


class FollowingViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Following]):
    unversioned: ClassVar[dict[str, str]] = dict.fromkeys(("try_again", "let_be"), ONCE)
    basename = "consequence"
    queryset = Following.objects.none()
    serializer_class = FollowingSerializer
    filterset_fields = ["reaction", "state"]
    ordering = ("-pk",)

    def get_queryset(self) -> Any:
        rows = Following.objects.visible_to(self.request.user)
        return rows.select_related("entry__subject_type").order_by(*self.ordering)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="try-again")
    def try_again(self, request: Request, pk: str | None = None) -> Response:
        return Response(self.get_serializer(self.get_object().try_again(**now(request))).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="let-be")
    def let_be(self, request: Request, pk: str | None = None) -> Response:
        return Response(self.get_serializer(self.get_object().let_be(by=user_of(request))).data)
