"""The addresses that refuse mail, at the API: for administrators, and for auditors to read."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.requests import now
from mail.models import Suppression
from ui.api_once import Once


class SuppressionSerializer(serializers.ModelSerializer[Suppression]):
    address = serializers.CharField(source="mailbox")

    class Meta:
        model = Suppression
        fields = ["id", "address", "since", "reply", "lifted_at", "lifted_by"]
        read_only_fields = fields


class SuppressionViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Suppression]):
    unversioned: ClassVar[dict[str, str]] = {
        "try_again": "its state lets it happen once; who comes after is told so by 409"
    }
    basename = "refused-address"
    queryset = Suppression.objects.none()
    serializer_class = SuppressionSerializer
    ordering = ("-pk",)

    def get_queryset(self) -> Any:
        return Suppression.objects.visible_to(self.request.user).order_by(*self.ordering)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="try-again")
    def try_again(self, request: Request, pk: str | None = None) -> Response:
        return Response(self.get_serializer(self.get_object().lift(**now(request))).data)


# prefix → viewset; each viewset names its `basename`.
viewsets: dict[str, Any] = {"refused-addresses": SuppressionViewSet}
