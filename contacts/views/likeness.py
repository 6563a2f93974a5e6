"""Likenesses, on Today and in their list: somebody who sees both says that they are two."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.requests import SignedIn
from contacts.access import can_look_through_likenesses
from contacts.lists.likeness import LikenessList
from contacts.models import Likeness
from lists.answers import shown
from ui.once import Done
from ui.press import back, pressed, undoing_at


def _readable(request: SignedIn, pk: int) -> Likeness:
    return get_object_or_404(Likeness.objects.visible_to(request.user).select_related("organisation", "other"), pk=pk)


@require_safe
def likeness_list(request: SignedIn) -> HttpResponse:
    require(can_look_through_likenesses(request.user))
    return shown(request, LikenessList)


@require_POST
def likeness_settle(request: SignedIn, pk: int) -> HttpResponse:
    likeness = _readable(request, pk)
    home = back(request, resolve_url(settings.LOGIN_REDIRECT_URL))

    def act() -> Done:
        likeness.settle(by=request.user, at=timezone.now())
        said = _("They are two: %(names)s") % {"names": likeness}
        return Done(home, said, undo=undoing_at(home, "contacts:likeness_reopen", likeness))

    return pressed(request, home, act)


@require_POST
def likeness_reopen(request: SignedIn, pk: int) -> HttpResponse:
    likeness = _readable(request, pk)
    home = back(request, resolve_url(settings.LOGIN_REDIRECT_URL))

    def act() -> Done:
        likeness.reopen(by=request.user, at=timezone.now())
        return Done(home, _("To be looked at again: %(names)s") % {"names": likeness})

    return pressed(request, home, act)
