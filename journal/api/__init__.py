"""The journal at the API: notifications, what did not follow by itself; a timeline is an action of its record."""

from typing import Any

from journal.api.following import FollowingViewSet
from journal.api.notification import NotificationViewSet

# prefix → viewset; each viewset names its `basename`.
viewsets: dict[str, Any] = {"consequences": FollowingViewSet, "notifications": NotificationViewSet}
