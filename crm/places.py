"""This room's places in the frame, and what is done from everywhere: logging a meeting."""

from django.utils.translation import gettext_lazy as _

from crm.access import can_log_meeting
from ui import places
from ui.places import Place


def register() -> None:
    places.register(
        Place("crm:today", _("Today"), "calendar", 10, is_main=True),
        Place("crm:client_list", _("Clients"), "building-2", 20, rooms=("crm:", "contacts:"), is_main=True),
        Place("crm:task_list", _("Tasks"), "check", 50),
        Place("crm:meeting_list", _("Meetings"), "calendar", 60),
        Place("crm:import_list", _("Imports"), "upload", 80),
    )
    places.acts.append(Place("crm:meeting_log", _("Log meeting"), "pencil", 0, may=can_log_meeting))
