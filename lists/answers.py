"""How a list answers: its page, its rows alone for htmx, and its files."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from accounts.requests import SignedIn
from lists.export import EXPORTS
from lists.page import ListPage

ROWS = "lists/rows.html"


def shown(request: SignedIn, kind: type[ListPage], of: Any = None, **context: Any) -> HttpResponse:
    page = kind(request.user, request.GET, timezone.localdate(), request, of)
    is_part = bool(getattr(request, "htmx", False))
    if not request.GET and not is_part and (first := page.views.begun_with()):
        return HttpResponseRedirect(f"{page.url}?{first.query}")
    response = render(request, ROWS if is_part else page.template, page.context() | context | {"list": page})
    response.headers["Vary"] = "HX-Request"
    return response


def exported(request: SignedIn, kind: type[ListPage], form: str, of: Any = None) -> HttpResponseBase:
    """The list as it is seen, every page of it."""
    if form not in EXPORTS:
        raise Http404
    return EXPORTS[form](kind(request.user, request.GET, timezone.localdate(), request, of))
