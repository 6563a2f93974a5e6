"""The contacts room's door for programs, one noun per file."""

from typing import Any

from contacts.api.membership import MembershipViewSet
from contacts.api.organisation import OrganisationViewSet
from contacts.api.person import PersonViewSet

# prefix → viewset; each viewset names its `basename`.
viewsets: dict[str, Any] = {
    "organisations": OrganisationViewSet,
    "people": PersonViewSet,
    "memberships": MembershipViewSet,
}
