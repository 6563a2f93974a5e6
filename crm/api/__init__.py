"""The crm room's door for programs, one noun per file."""

from typing import Any

from crm.api.client import ClientViewSet
from crm.api.importing import ImportViewSet
from crm.api.meeting import MeetingViewSet
from crm.api.membership import MembershipViewSet
from crm.api.organisation import OrganisationViewSet
from crm.api.person import PersonViewSet
from crm.api.task import TaskViewSet

# prefix → viewset; each viewset names its `basename`.
viewsets: dict[str, Any] = {
    "organisations": OrganisationViewSet,
    "clients": ClientViewSet,
    "people": PersonViewSet,
    "memberships": MembershipViewSet,
    "meetings": MeetingViewSet,
    "tasks": TaskViewSet,
    "imports": ImportViewSet,
}
