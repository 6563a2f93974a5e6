"""The crm room's door for programs, one noun per file."""

from typing import Any

from crm.api.client import ClientViewSet
from crm.api.importing import ImportViewSet
from crm.api.meeting import MeetingViewSet
from crm.api.task import TaskViewSet

# prefix → viewset; each viewset names its `basename`.
viewsets: dict[str, Any] = {
    "clients": ClientViewSet,
    "meetings": MeetingViewSet,
    "tasks": TaskViewSet,
    "imports": ImportViewSet,
}
