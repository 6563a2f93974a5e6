"""A form that is one button: its verb is done once by its key, and whatever is said is said where it leads."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from ui import respond
from ui.asked import once_key
from ui.once import FRAME, Done, again_if_taken, digest_of, once
from ui.only import note
from ui.question import Question, asked_first
from ui.versions import Changed


def pressed(request: HttpRequest, home: str, act: Callable[[], Done], ask: Question | None = None) -> HttpResponse:
    """Call the verb; a rule's no, or that somebody was first, is told at `home`. The same press again only goes on.

    `ask` comes first where no verb takes it back (`undoing`)."""
    if ask and (question := asked_first(request, ask)):
        return question
    try:
        done = again_if_taken(lambda: _once(request, act))
    except ValidationError as error:
        note(error, by=request.user, at=timezone.now(), door="page")
        return respond.saved(request, home, " ".join(error.messages))
    except Changed:
        return respond.saved(request, home, respond.CHANGED)
    return respond.saved(request, done.url, done.said, undo=done.undo)


def undoing(verb: str, row: Any) -> str:
    """The address of the verb that takes back what has just been done to the row: while it is as that left it."""
    return f"{reverse(verb, args=[row.pk])}?version={row.version}"


def back(request: HttpRequest, default: str) -> str:
    """Where a form, or the Undo of what it did, leads: to what it names as `next` on this host, else to `default`."""
    url = request.POST.get("next") or request.GET.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else default


def undoing_at(home: str, verb: str, row: Any) -> str:
    """As `undoing`, of a row without versions; it leads back to where the button stood."""
    return f"{reverse(verb, args=[row.pk])}?{urlencode({'next': home})}"


def _once(request: HttpRequest, act: Callable[[], Done]) -> Done:
    """Another button of the same form is another thing to do."""
    said = [(name, request.POST.getlist(name)) for name in request.POST if name not in FRAME]
    content = digest_of(request.path, said)
    return once(act, by=request.user, key=once_key(request.POST.get("key")), content=content, anew=True)
