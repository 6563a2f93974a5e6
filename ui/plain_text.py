"""What is typed reaches a page as text that can be kept: lines end alike, and a NUL is refused in words."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from ui.api import problem_response

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class PlainTextMiddleware:
    """Refuses an address or a form with a NUL in it: nobody types one, and PostgreSQL holds none. A browser ends each
    line of a form with CRLF; kept so, a text that is opened and saved untouched would be another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _has_nul(request):
            _end_lines_alike(request)
            return self.get_response(request)
        if request.path.startswith(settings.API_PATH):
            return problem_response(400, _("The request could not be read."))
        return render(request, "400.html", status=400)


def _has_nul(request: HttpRequest) -> bool:
    if "\x00" in request.path or _is_in(request.GET):
        return True
    return request.content_type in FORMS and _is_in(request.POST)


def _end_lines_alike(request: HttpRequest) -> None:
    if request.content_type not in FORMS or not any(
        "\r" in text for _name, texts in request.POST.lists() for text in texts
    ):
        return
    plain = request.POST.copy()
    for name, texts in plain.lists():
        plain.setlist(name, [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts])
    plain._mutable = False
    request.POST = plain  # type: ignore[assignment]


def _is_in(typed: QueryDict) -> bool:
    return any("\x00" in text for name, texts in typed.lists() for text in (name, *texts))
