"""Today: where a day begins."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import can_write
from accounts.requests import SignedIn
from crm.today import Today


@require_safe
def today(request: SignedIn) -> HttpResponse:
    page = Today(request.user, timezone.now())
    return render(request, "crm/today.html", {"page": page, "may": can_write(request.user)})
