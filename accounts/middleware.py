"""Each request in its user's language and time zone; the first visit of an empty instance makes its administrator."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation

from accounts.models import User

Answerer = Callable[[HttpRequest], HttpResponse]


class PreferencesMiddleware:
    """A signed-in user's own choice; a stranger's cookie or browser; Swedish when those say nothing we speak."""

    def __init__(self, get_response: Answerer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        language = user.language if user.is_authenticated else translation.get_language_from_request(request)
        zone = user.time_zone if user.is_authenticated else settings.TIME_ZONE
        with translation.override(language), timezone.override(ZoneInfo(zone)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
            return response


class FirstVisitMiddleware:
    """Sends a stranger from the sign-in page to the set-up page while there is nobody who could sign in."""

    def __init__(self, get_response: Answerer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == resolve_url(settings.LOGIN_URL) and not User.objects.exists():
            return redirect("accounts:setup")
        return self.get_response(request)
