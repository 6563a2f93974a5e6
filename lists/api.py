"""Saved views at the API: `query` is what the address of the list says, with the filters of the API's own list."""

from typing import Any, ClassVar

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.requests import now, user_of
from lists import registry
from lists.models import SavedView, Shared
from lists.page import ListPage
from ui.api import Versioned, expected_version
from ui.api_once import Once


class SavedViewSerializer(serializers.ModelSerializer[SavedView]):
    """Of `query` what the list knows is kept: its filters, `sort` and `columns`."""

    shared = serializers.ChoiceField(choices=Shared.choices, required=False, allow_blank=True)

    class Meta:
        model = SavedView
        fields = ["id", "list", "name", "query", "shared", "owner", "team", "created_at", "removed_at", "version"]
        read_only_fields = ["owner", "team", "created_at", "removed_at", "version"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        code = self.instance.list if isinstance(self.instance, SavedView) else attrs["list"]
        page = self._page(code, attrs.get("query", ""))
        if page is None:
            raise serializers.ValidationError({"list": [_("There is no such list.")]})
        return attrs | {"query": page.kept_query} if "query" in attrs else attrs

    def _page(self, code: str, query: str) -> ListPage | None:
        request = self.context["request"]
        return registry.find(code, QueryDict(query), user=user_of(request), on=timezone.localdate(), request=request)


class SavedViewViewSet(Once, Versioned, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[SavedView]):
    basename = "view"
    queryset = SavedView.objects.none()
    serializer_class = SavedViewSerializer
    filterset_fields: ClassVar[list[str]] = ["list"]
    ordering = ("pk",)

    def get_queryset(self) -> Any:
        return SavedView.objects.visible_to(self.request.user).order_by(*self.ordering)

    def create(self, request: Request) -> Response:
        typed = self.get_serializer(data=request.data)
        typed.is_valid(raise_exception=True)
        made = SavedView.keep(**now(request), **{"query": "", **typed.validated_data})
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        version = expected_version(request)
        view = self.get_object()
        typed = self.get_serializer(view, data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        return self._answer(view.change(typed.validated_data, by=user_of(request), version=version))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], filterset_fields=[])
    def remove(self, request: Request, pk: str | None = None) -> Response:
        return self._answer(self.get_object().remove(**now(request), version=expected_version(request)))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="bring-back", filterset_fields=[])
    def bring_back(self, request: Request, pk: str | None = None) -> Response:
        return self._answer(self.get_object().bring_back(by=user_of(request), version=expected_version(request)))

    def _answer(self, view: SavedView) -> Response:
        return Response(self.get_serializer(view).data)


viewsets = {"views": SavedViewViewSet}
