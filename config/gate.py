"""How many requests of one process are at work at a time. The others wait here, for a while, and not for a thread, so
that health, which is answered before, never waits behind slow queries."""

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config import failing

AT_WORK = 4
PATIENCE = 10.0  # seconds


class GateMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.at_work = threading.BoundedSemaphore(AT_WORK)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.at_work.acquire(timeout=PATIENCE):
            return failing.busy(request)
        try:
            return self.get_response(request)
        finally:
            self.at_work.release()
