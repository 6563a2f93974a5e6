"""A form sent by nobody, or by another than is signed in now, keeps what was typed in it for its author."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.csrf import csrf_failure as plain_csrf_failure

from ui import unsaved
from ui.asked import once_key
from ui.who import is_same, is_somebody

CONFLICT = 409
SAVED, MOST_SAVED = "fyr-saved", 8


class SignedInMiddleware(LoginRequiredMiddleware):
    """To the sign-in page and back to the form with what was typed in it; a script is answered 401."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        if "X-Kept" in request.headers:
            return JsonResponse({"error": "signed-out"}, status=401)
        return _to_sign_in(request) or super().handle_no_permission(request, view_func)


class AuthorMiddleware:
    """What one person typed is not saved in the name of another who has signed in on her browser since."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < HTTPStatus.BAD_REQUEST:
            _name_saved(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        author = request.POST.get("who", "")
        if not author or is_same(author, request.user):
            return None
        return _another(request)


def _name_saved(request: HttpRequest, response: HttpResponse) -> None:
    """Tell the browser that what it keeps of the form with this key has come to us; the next page forgets it there."""
    key = once_key(request.POST.get("key"))
    if not key or "who" not in request.POST or "X-Kept" in request.headers:
        return
    before = [one for one in request.COOKIES.get(SAVED, "").split(".") if once_key(one)]
    value = ".".join([*before[-MOST_SAVED:], str(key)])
    response.set_cookie(SAVED, value, max_age=600, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the session: its author finds it again, as she typed it, with a form that is valid."""
    author, user = request.POST.get("who", ""), request.user
    if "X-Kept" in request.headers:
        return JsonResponse({"error": "old-form"}, status=403)
    if not is_somebody(author):
        return plain_csrf_failure(request, reason)
    if user.is_authenticated and not is_same(author, user):
        return _another(request)
    if not user.is_authenticated:
        return _to_sign_in(request) or plain_csrf_failure(request, reason)
    kept = unsaved.keep(request)
    return _again(request, kept.url) if kept else plain_csrf_failure(request, reason)


def _to_sign_in(request: HttpRequest) -> HttpResponse | None:
    kept = unsaved.keep(request) if request.method == "POST" else None
    if kept is None:
        return None
    answer = redirect_to_login(kept.url)
    return HttpResponse(headers={"HX-Redirect": answer.url}) if "HX-Request" in request.headers else answer


def _again(request: HttpRequest, url: str) -> HttpResponse:
    return render(request, "ui/form_too_old.html", {"url": url}, status=403)


def _another(request: HttpRequest) -> HttpResponse:
    if "X-Kept" in request.headers:
        return JsonResponse({"error": "another-user"}, status=CONFLICT)
    is_kept = unsaved.keep(request) is not None
    return render(request, "ui/another_user.html", {"is_kept": is_kept}, status=CONFLICT)
