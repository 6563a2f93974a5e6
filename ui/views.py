"""Pages of the frame itself: search over all rooms, and the phone's list of places."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ui import respond
from ui import search as searching

LONGEST_QUERY = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY]
    limit = 6 if request.htmx else 20  # type: ignore[attr-defined]
    context = {"query": query, "groups": searching.find(request.user, query, limit)}
    return respond.page(request, "ui/search.html", context, part="hits")


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/more.html")
