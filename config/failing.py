"""What is answered when a request breaks: 400 to one that cannot be meant, 503 in words while the database is away,
else 500; at the API a problem. No page here may ask who is signed in: that may be what broke."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

# Seconds; a killed database is back by then.
RETRY_AFTER = "10"


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.BAD_REQUEST)


def handler500(request: HttpRequest) -> HttpResponse:
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return busy(request) if is_away else _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def busy(request: HttpRequest) -> HttpResponse:
    """The database is away, or so slow that what was asked is given up."""
    answer = _answer(request, HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"] = RETRY_AFTER
    return answer


def _answer(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        answer = _problem(status) if request.path.startswith("/api/") else _page(status)
    answer["Cache-Control"] = "private, no-store"
    return answer


TITLES = {
    HTTPStatus.BAD_REQUEST: _("The request cannot be understood."),
    HTTPStatus.SERVICE_UNAVAILABLE: _("The database does not answer."),
    HTTPStatus.INTERNAL_SERVER_ERROR: _("Something went wrong on our side."),
}


def _problem(status: HTTPStatus) -> HttpResponse:
    body = {"type": "about:blank", "title": str(TITLES[status]), "status": status.value}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _page(status: HTTPStatus) -> HttpResponse:
    return HttpResponse(render_to_string(f"{status.value}.html"), status=status)
