"""Token sign-in for the API, and the API's users."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.models import ApiToken, User
from accounts.models.token import digest


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer fyr_…` (made by `manage.py api_token EMAIL`)."""

    keyword = b"bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != self.keyword:
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_("The Authorization header must be “Bearer” and a token."))
        token = ApiToken.objects.select_related("user__team").filter(digest=digest(words[1].decode("latin-1"))).first()
        if token is None or not token.user.is_active:
            raise AuthenticationFailed(_("The token is not valid."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Fyr"'


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
