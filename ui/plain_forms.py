"""Addresses and forms are plain text before any page reads them."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from ui.api import problem_response
from ui.plain_text import UNLIKE, UNTYPED, cleaned

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class PlainTextMiddleware:
    """Refuses an address or a form with a NUL in it, and cleans the texts of a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_form = request.content_type in FORMS
        if UNTYPED.search(request.path) or _any(UNTYPED, request.GET) or (is_form and _any(UNTYPED, request.POST)):
            return _refused(request)
        if is_form and _any(UNLIKE, request.POST):
            request.POST = _cleaned_form(request.POST)  # type: ignore[assignment]  # Django has a setter
        return self.get_response(request)


def _any(found: re.Pattern[str], typed: QueryDict) -> bool:
    return any(found.search(text) for name, texts in typed.lists() for text in (name, *texts))


def _cleaned_form(typed: QueryDict) -> QueryDict:
    form = typed.copy()
    for name, texts in typed.lists():
        form.setlist(name, [cleaned(text) for text in texts])
    return form


def _refused(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(settings.API_PATH):
        return problem_response(400, _("The request could not be read."))
    return render(request, "400.html", status=400)
