"""/livez and /readyz, answered before sessions and sign-in: is the process alive, may it be sent traffic."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from embedded import schema


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.is_migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/livez":
            return JsonResponse({"status": "alive"})
        if request.path == "/readyz":
            return self._ready()
        return self.get_response(request)

    def _ready(self) -> HttpResponse:
        """503 without the database or with a half-migrated schema; without Redis only "degraded"."""
        try:
            reason = self._why_not()
        except Error:
            reason = "the database does not answer"
        if reason:
            return JsonResponse({"status": "not ready", "reason": reason}, status=503, headers={"Retry-After": "10"})
        return JsonResponse({"status": "ready" if cache.answers() else "degraded"})  # type: ignore[attr-defined]

    def _why_not(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not self.is_migrated:
            reason = schema.why_not()
            self.is_migrated = not reason
            return reason
        return ""
