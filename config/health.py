"""/livez and /readyz, answered before sessions and sign-in: is the process alive, may it be sent traffic."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from embedded import schema
from embedded.keeping import unfinished
from reports import clock

DEGRADED: dict[str, Callable[[], bool]] = {
    "Redis does not answer": lambda: not cache.answers(),  # type: ignore[attr-defined]
    "nothing has been planned for five minutes: beat or the worker is down, or the clock is not believed": (
        lambda: clock.is_silent(timezone.now())
    ),
}


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
        """503 without the database or with a half-migrated schema; "degraded" without Redis, or without ticks: pages
        answer, and what is due is not begun."""
        try:
            reason = self._why_not()
        except Error:
            reason = "the database does not answer"
        if reason:
            return JsonResponse({"status": "not ready", "reason": reason}, status=503, headers={"Retry-After": "10"})
        degraded = [reason for reason, is_so in DEGRADED.items() if is_so()]
        return JsonResponse({"status": "degraded", "reason": "; ".join(degraded)} if degraded else {"status": "ready"})

    def _why_not(self) -> str:
        if unfinished.is_so():
            return unfinished.SENTENCE
        if not self.is_migrated:
            reason = schema.why_not()
            self.is_migrated = not reason
            return reason
        return ""
