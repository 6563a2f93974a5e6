"""The reports room's door for programs."""

from typing import Any

# prefix → viewset; each viewset names its `basename`.
viewsets: dict[str, Any] = {}
