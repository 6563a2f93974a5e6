"""What every page's frame needs: the workspace, the places, the person's menu."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from ui import places
from ui.places import Place
from ui.who import Somebody, who


def page(request: HttpRequest) -> dict[str, Any]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "workspace": settings.WORKSPACE_NAME,
        "who": who(request.user),
        "home": reverse(places.home().name),
        "log_meeting": next((reverse(act.name) for act in places.acts if act.may(request.user)), ""),
        "places": [_shown(place, here) for place in places.main()],
        "more": [_shown(place, here) for place in places.more(request.user)],
        # Counted by the frame alone, not for a part of a page.
        "counted": partial(_counted, request.user, here),
    }


def _counted(user: Somebody, here: str) -> list[dict[str, Any]]:
    return [_shown(place, here) | {"count": place.count and place.count(user)} for place in places.counted(user)]


def _shown(place: Place, here: str) -> dict[str, Any]:
    return {"url": reverse(place.name), "label": place.label, "icon": place.icon, "is_here": place.is_here(here)}
