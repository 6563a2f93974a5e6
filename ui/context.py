"""What every page's frame needs: the workspace, the places, the person's menu."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ui.who import who

PLACES = [
    ("crm:today", _("Today"), "calendar", ("crm:today",)),
    ("crm:client_list", _("Clients"), "building-2", ("crm:",)),
    ("projects:portfolio", _("Portfolio"), "flag", ("projects:",)),
    ("reports:schedule_list", _("Reports"), "file-text", ("reports:",)),
]
MORE = [
    ("crm:task_list", _("Tasks"), "check"),
    ("crm:meeting_list", _("Meetings"), "calendar"),
    ("crm:organisation_list", _("Organisations"), "building-2"),
    ("crm:person_list", _("People"), "users"),
    ("crm:import_list", _("Imports"), "upload"),
]
ADMINISTRATION = [("accounts:people", _("Users"), "users")]
MAILBOX = [("mailbox:list", _("Caught mail"), "file-text")]


def page(request: HttpRequest) -> dict[str, Any]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "workspace": settings.WORKSPACE_NAME,
        "who": who(request.user),
        "home": reverse("crm:today"),
        "log_meeting": reverse("crm:meeting_log") if _may_write(request) else "",
        "places": [
            {"url": reverse(name), "label": label, "icon": icon, "is_here": _is_here(here, name, prefixes)}
            for name, label, icon, prefixes in PLACES
        ],
        "more": [
            {"url": reverse(name), "label": label, "icon": icon, "is_here": here == name}
            for name, label, icon in _more(request)
        ],
    }


def _more(request: HttpRequest) -> list[tuple[str, Any, str]]:
    is_administrator = getattr(request.user, "role", "") == "administrator"
    return MORE + ADMINISTRATION * is_administrator + MAILBOX * bool(settings.MAILBOX_DIR)


def _may_write(request: HttpRequest) -> bool:
    """An auditor logs nothing; said here by the role, since the rooms that hold the rule lie above this one."""
    return getattr(request.user, "role", "") not in ("", "auditor")


def _is_here(here: str, name: str, prefixes: tuple[str, ...]) -> bool:
    if here == "crm:today" or name == "crm:today":
        return here == name
    return here.startswith(prefixes)
