"""Webhooks at the API."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.requests import now
from hooks.listed import last_sendings
from hooks.models import Sending, Webhook
from hooks.models.webhook import heard
from ui.api import read_as
from ui.api_once import Once


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    """`secret` is in the answer that makes it, and in no other."""

    verbs = serializers.ListField(
        child=serializers.ChoiceField([name for names in heard().values() for name in names]), min_length=1
    )
    secret = serializers.SerializerMethodField()

    class Meta:
        model = Webhook
        fields = [
            "id",
            "owner",
            "name",
            "url",
            "verbs",
            "made_at",
            "ended_at",
            "failing_since",
            "next_try_at",
            "secret",
        ]
        read_only_fields = ["id", "owner", "made_at", "ended_at", "failing_since", "next_try_at"]

    def get_secret(self, row: Webhook) -> str | None:
        return self.context.get("secret")


class SendingSerializer(serializers.ModelSerializer[Sending]):
    verb = serializers.CharField(source="entry.verb")
    noun = serializers.CharField(source="entry.subject_type.model")
    key = serializers.IntegerField(source="entry.subject_id")
    version = serializers.IntegerField(source="subject_version", allow_null=True)
    at = serializers.DateTimeField(source="entry.at")

    class Meta:
        model = Sending
        fields = [
            "id", "verb", "noun", "key", "version", "at", "state", "attempts", "next_try_at", "tried_at", "status",
            "trouble",
        ]  # fmt: skip
        read_only_fields = fields


class AgainSerializer(serializers.Serializer[Any]):
    sending = serializers.IntegerField(min_value=1)


class WebhookViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Webhook]):
    unversioned: ClassVar[dict[str, str]] = {
        "end": "ending again changes nothing",
        "send_again": "its state lets it happen once; who comes after is told so by 409",
    }
    basename = "webhook"
    queryset = Webhook.objects.none()
    serializer_class = WebhookSerializer
    ordering = ("-pk",)

    def get_queryset(self) -> Any:
        return Webhook.objects.visible_to(self.request.user).order_by(*self.ordering)

    def create(self, request: Request) -> Response:
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        webhook, secret = Webhook.make(**now(request), **typed.validated_data)
        said = WebhookSerializer(webhook, context={**self.get_serializer_context(), "secret": secret})
        return Response(said.data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str | None = None) -> Response:
        webhook = self.get_object()
        webhook.end(**now(request))
        webhook.refresh_from_db()
        return Response(self.get_serializer(webhook).data)

    @extend_schema(responses=SendingSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def sendings(self, request: Request, pk: str | None = None) -> Response:
        """The last fifty."""
        return Response(SendingSerializer(last_sendings(self.get_object(), request.user), many=True).data)

    @extend_schema(request=AgainSerializer, responses=SendingSerializer)
    @action(detail=True, methods=["post"], url_path="send-again")
    def send_again(self, request: Request, pk: str | None = None) -> Response:
        webhook = self.get_object()
        key = read_as(AgainSerializer, self).validated_data["sending"]
        sending = get_object_or_404(webhook.sendings.visible_to(request.user).select_related("webhook"), pk=key)
        return Response(SendingSerializer(sending.send_again(**now(request))).data)


# prefix → viewset; each viewset names its `basename`.
viewsets: dict[str, Any] = {"webhooks": WebhookViewSet}
