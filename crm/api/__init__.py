"""The crm room's door for programs, one noun per file."""

from typing import Any

# prefix → viewset; each viewset names its `basename`.
viewsets: dict[str, Any] = {}
