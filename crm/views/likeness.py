"""A likeness on Today: somebody who sees both says that they are two."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedIn
from crm.models import Likeness
from ui import respond


@require_POST
def likeness_settle(request: SignedIn, pk: int) -> HttpResponse:
    likeness = get_object_or_404(Likeness.objects.visible_to(request.user), pk=pk)
    try:
        likeness.settle(by=request.user, at=timezone.now())
    except ValidationError as error:
        return respond.saved(request, reverse("crm:today"), " ".join(error.messages))
    return respond.saved(request, reverse("crm:today"), _("They are two."))
