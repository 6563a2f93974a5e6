"""A button of the reports’ pages: who presses it and when, and where it ends."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from accounts.requests import SignedIn
from ui.once import Done
from ui.press import pressed
from ui.question import Question


def now(request: SignedIn) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def done(
    request: SignedIn, url: str, verb: Callable[[], object], message: str, undo: str = "", ask: Question | None = None
) -> HttpResponse:
    """Call a verb; a rule's no becomes the message."""

    def act() -> Done:
        verb()
        return Done(url, message, undo=undo)

    return pressed(request, url, act, ask)
