"""Addresses that pages once had: sent on, with what was posted, so that links in mails and bookmarks lead there."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_http_methods

OF_CONTACTS = "organisations|people|affiliations|communities|memberships|erasures|likenesses"


@require_http_methods(["GET", "HEAD", "POST"])
def moved(request: HttpRequest, nouns: str, rest: str) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponsePermanentRedirect(f"/contacts/{nouns}/{rest}{query}", preserve_request=True)
