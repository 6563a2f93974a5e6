"""Who acts through the API, and when: the arguments every verb asks for."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request


def now(request: Request) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}
