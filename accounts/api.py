"""The API's users, and how its description names token sign-in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.authentication import TokenAuthentication
from accounts.models import User


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class UserSerializer(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["id", "name", "email", "role", "team", "is_active"]


class UserViewSet(ReadOnlyModelViewSet[User]):
    serializer_class = UserSerializer
    queryset = User.objects.none()
    ordering = ("name", "pk")

    def get_queryset(self) -> Any:
        return User.objects.visible_to(self.request.user)
