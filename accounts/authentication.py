"""Token sign-in for the API; apart from accounts/api.py because the API framework loads it while it loads itself."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.models.token import digest


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer fyr_…` (made under Settings, or by `manage.py api_token EMAIL`)."""

    keyword = b"bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != self.keyword:
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_("The Authorization header must be “Bearer” and a token."))
        at = timezone.now()
        secret = digest(words[1].decode("latin-1"))
        token = ApiToken.objects.alive(at).select_related("user__team").filter(digest=secret).first()
        if token is None:
            raise AuthenticationFailed(_("The token is not valid."))
        token.note_use(at)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Fyr"'
