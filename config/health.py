"""/livez and /readyz, answered before sessions and sign-in: is the process alive, may it be sent traffic."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse


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
            self._check_database()
        except Exception as error:
            return JsonResponse({"status": "not ready", "reason": str(error)}, status=503)
        return JsonResponse({"status": "ready" if self._has_redis() else "degraded"})

    def _check_database(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not self.is_migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                raise RuntimeError("the schema is not migrated")
            self.is_migrated = True

    def _has_redis(self) -> bool:
        try:
            cache.get("readyz")
        except Exception:
            return False
        return True
