"""What was typed and could not be saved waits for its author: found on Today, opened in the form it was typed in."""

from typing import Any, cast
from uuid import UUID, uuid4

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from ui.addresses import fitting
from ui.asked import once_key
from ui.drafts import TooLong, typed_in
from ui.models import Unsaved
from ui.models.unsaved import LONGEST, UnsavedQuerySet
from ui.who import Somebody, is_somebody

SAME_ORIGIN = {"", "same-origin"}


def of(user: Somebody) -> UnsavedQuerySet:
    return Unsaved.objects.visible_to(user)


def asked_for(request: HttpRequest) -> QueryDict | None:
    """What was typed in the form that ?unsaved= names, when it is this user's."""
    if (kept := kept_for(request)) is None:
        return None
    found = QueryDict(mutable=True)
    for name, texts in kept.typed.items():
        found.setlist(name, texts)
    return found


def kept_for(request: HttpRequest) -> Unsaved | None:
    if not hasattr(request, "_unsaved"):
        key = once_key(request.GET.get("unsaved"))
        request._unsaved = of(request.user).filter(key=key).first() if key else None  # type: ignore[attr-defined]
    return cast(Unsaved | None, request._unsaved)  # type: ignore[attr-defined]


def to_tell(request: HttpRequest) -> Unsaved | None:
    """The same, once: the first form of the page says that it is not saved."""
    kept, is_told = kept_for(request), getattr(request, "_unsaved_told", False)
    request._unsaved_told = True  # type: ignore[attr-defined]
    return None if is_told else kept


def forget(request: HttpRequest, key: UUID | None) -> None:
    """What has been saved now waits no more; other words of that form, such as another tab's, wait on."""
    keys = [one for one in (key, once_key(request.POST.get("key"))) if one]
    for kept in of(request.user).filter(key__in=keys):
        if kept.is_saved_by(request.POST):
            of(request.user).filter(pk=kept.pk, at=kept.at).delete()


def forget_in(user: Somebody, draft: Any) -> None:
    """What is discarded with the draft is not kept beside it either."""
    of(user).filter(pk__in=[kept.pk for kept in of(user).filter(key=draft.key) if kept.is_in(draft)]).delete()


def opened_with(request: HttpRequest) -> str:
    """Which kept words the form was opened with, if any; said by it as long as it is open."""
    if request.method == "POST":
        return request.POST.get("unsaved", "")
    return kept.moment if (kept := kept_for(request)) else ""


def keep(request: HttpRequest) -> Unsaved | None:
    """Keep what a POST of one of our own forms says, for whoever typed it; None when it is no such form."""
    author = request.POST.get("who", "")
    if not is_somebody(author) or not _is_from_here(request):
        return None
    try:
        typed = typed_in(request.POST)
    except TooLong:
        return None
    return Unsaved.keep(
        who=author, key=once_key(request.POST.get("key")) or uuid4(), page=page_of(request), typed=typed
    )


def page_of(request: HttpRequest) -> str:
    """The address of the form's own page, without what was asked for before."""
    page = request.POST.get("page", "")
    is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, None)
    return fitting(page if is_ours else request.path, LONGEST)


def _is_from_here(request: HttpRequest) -> bool:
    """The browser says so itself; nothing is kept of what another site makes it send."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", here) == here and request.headers.get("Sec-Fetch-Site", "") in SAME_ORIGIN
