"""Pages of the frame itself: search over all rooms, the phone's list of places, and what could not be saved."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ui import drafts, fields, places, respond, unsaved
from ui import search as searching
from ui.asked import key
from ui.question import asked_first
from ui.search import Hit
from ui.text import fold
from ui.who import Somebody, device_key, who

LONGEST_QUERY = 200
MOST_TEXTS = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    limit = 6 if request.htmx else 20  # type: ignore[attr-defined]
    groups = searching.find(request.user, query, limit, _ways(request.user, query))
    return respond.page(request, "ui/search.html", {"query": query, "groups": groups}, part="hits")


def _ways(user: Somebody, query: str) -> list[Hit]:
    """The places whose name has a word that begins as the query does; all of them for an empty query."""
    begun = fold(query)
    return [
        Hit("place", str(place.label), reverse(place.name), icon=place.icon)
        for place in places.shown_to(user)
        if f" {fold(str(place.label))}".find(f" {begun}") >= 0
    ]


@require_safe
def when(request: HttpRequest) -> JsonResponse:
    """How a text for a day (and its clock time) is read, for the words beside the field."""
    asked = request.GET
    text, clock = (asked.get(name, "").replace("\x00", "") for name in ("text", "clock"))
    answer = fields.echo(text, clock, ahead="ahead" in asked, is_moment="is_moment" in asked)
    return JsonResponse({"words": answer.words, "refused": answer.is_refused})


@require_safe
def number(request: HttpRequest) -> JsonResponse:
    """How a text for a number or an amount is read, for the words beside the field."""
    asked, text = request.GET, request.GET.get("text", "").replace("\x00", "")[:LONGEST_QUERY]
    places = min(key(asked.get("places")) or 0, 9)
    answer = fields.echo_number(text, places=places, is_money="is_money" in asked)
    return JsonResponse({"words": answer.words, "refused": answer.is_refused})


@require_safe
def minutes(request: HttpRequest) -> JsonResponse:
    """The sum of several texts for minutes, in words; what cannot be read yet counts nothing."""
    texts = [text[:LONGEST_QUERY] for text in request.GET.getlist("text")[:MOST_TEXTS]]
    return JsonResponse({"words": fields.minutes_in_words(texts)})


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/more.html")


@require_safe
@never_cache
def device(request: HttpRequest) -> HttpResponse:
    """Whose this page is, the key for what her device keeps, and a token with which her open forms are valid again."""
    user: Somebody = request.user
    return JsonResponse({"who": who(user), "key": device_key(user), "token": get_token(request)})


@require_POST
def unsaved_keep(request: HttpRequest) -> HttpResponse:
    """A script hands over what was refused; a form that is sent here is opened again, as it was typed."""
    kept = unsaved.keep(request)
    if kept is None:
        return JsonResponse({"error": "not kept"}, status=413)
    return respond.saved(request, kept.url, key=kept.key)


@require_POST
def unsaved_discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """From its form it is asked about with what is typed there by now: whoever keeps it goes on from that."""
    if "is_sure" not in request.POST:
        unsaved.keep(request)
    kept = unsaved.of(request.user).filter(key=key).first()
    if kept and (question := asked_first(request, drafts.discarding(kept.words, kept.url, kept.lines))):
        return question
    unsaved.of(request.user).filter(key=key).delete()
    return respond.saved(request, reverse(places.home().name), _("What you typed is discarded."))
