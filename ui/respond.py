"""How a page answers: saved, invalid, or a part of itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ui.forms import focus_first

UNPROCESSABLE = 422
SAVED = _("Saved.")
CHANGED = _("Somebody changed it meanwhile, so nothing was done. This is how it stands now.")


def saved(
    request: HttpRequest, url: str, message: Any = "", *, undo: str = "", look: str = "", key: Any = None
) -> HttpResponse:
    """After a change: go to `url` and say so in a toast; `undo` is the address that takes the change back by POST,
    `look` where what is saved stands.

    To a script that sends what its device kept, the answer names the `key` that is saved.
    """
    if "X-Kept" in request.headers:
        return JsonResponse({"kept": str(key or ""), "url": url, "said": str(message)})
    if message:
        messages.success(request, _linked(str(message), look), extra_tags=undo)
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _linked(message: str, look: str) -> str:
    return format_html('{} <a href="{}">{}</a>', message, look, _("Look at it")) if look else message


def form(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of `context["form"]`: 200 while nothing is wrong in it, else 422 with everything typed still in it."""
    focus_first((context["form"],))
    return render(request, template, context, status=UNPROCESSABLE if context["form"].errors else 200)


def invalid(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A form with errors: the same page, 422, everything typed still in it."""
    return render(request, template, context, status=UNPROCESSABLE)


def page(request: HttpRequest, template: str, context: dict[str, Any], *, part: str = "") -> HttpResponse:
    """The page; for htmx only its partial `part` (a {% partialdef %} of the same template)."""
    if part and getattr(request, "htmx", False):
        template = f"{template}#{part}"
    response = render(request, template, context)
    if part:
        response.headers["Vary"] = "HX-Request"
    return response
