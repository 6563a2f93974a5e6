"""What every page's frame needs: the workspace, the places, the language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PLACES = [
    ("crm:today", _("Today"), "calendar", ("crm:today",)),
    ("crm:client_list", _("Clients"), "building-2", ("crm:",)),
    ("projects:portfolio", _("Portfolio"), "flag", ("projects:",)),
    ("reports:schedule_list", _("Reports"), "file-text", ("reports:",)),
]


def page(request: HttpRequest) -> dict[str, Any]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "workspace": settings.WORKSPACE_NAME,
        "places": [
            {"url": reverse(name), "label": label, "icon": icon, "is_here": _is_here(here, name, prefixes)}
            for name, label, icon, prefixes in PLACES
        ],
        "mailbox_is_open": bool(settings.MAILBOX_DIR),
    }


def _is_here(here: str, name: str, prefixes: tuple[str, ...]) -> bool:
    if here == "crm:today" or name == "crm:today":
        return here == name
    return here.startswith(prefixes)
