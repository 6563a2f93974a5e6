"""Pages of the frame itself: search over all rooms, and the phone's list of places."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ui import context, fields, respond
from ui import search as searching
from ui.search import Hit
from ui.text import fold

LONGEST_QUERY = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY]
    limit = 6 if request.htmx else 20  # type: ignore[attr-defined]
    groups = searching.find(request.user, query, limit)
    if ways := _ways(request, query):
        groups.append((_("Go to"), ways))
    return respond.page(request, "ui/search.html", {"query": query, "groups": groups}, part="hits")


def _ways(request: HttpRequest, query: str) -> list[Hit]:
    """The places whose name has a word that begins as the query does; all of them for an empty query."""
    frame = context.page(request)
    log_meeting = {"url": frame["log_meeting"], "label": _("Log meeting"), "icon": "pencil"}
    places = [log_meeting] * bool(frame["log_meeting"]) + [*frame["places"], *frame["more"]]
    begun = fold(query)
    return [
        Hit("place", str(place["label"]), place["url"], icon=place["icon"])
        for place in places
        if place["url"] and (" " + fold(str(place["label"]))).find(f" {begun}") >= 0
    ]


@require_safe
def when(request: HttpRequest) -> JsonResponse:
    """How a text for a day (and its clock time) is read, for the words beside the field."""
    asked = request.GET
    text, clock = (asked.get(name, "").replace("\x00", "") for name in ("text", "clock"))
    answer = fields.echo(text, clock, ahead="ahead" in asked, is_moment="is_moment" in asked)
    return JsonResponse({"words": answer.words, "refused": answer.is_refused})


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/more.html")
