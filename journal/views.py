"""One's notifications; and the buttons of what did not follow by itself, on Today."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from journal.models import Following, Notification
from ui import places
from ui.once import Done
from ui.press import pressed

# So many of each, the newest; who has more unread reads those first.
SHOWN = 50


@require_safe
def notifications(request: SignedIn) -> HttpResponse:
    rows = Notification.objects.visible_to(request.user).with_subjects()
    unread, read = rows.unread()[:SHOWN], rows.exclude(read_at=None)[:SHOWN]
    return render(request, "journal/notification_list.html", {"unread": unread, "read": read})


@require_POST
def notification_read(request: SignedIn, pk: int) -> HttpResponse:
    row = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    home = reverse("journal:notifications")

    def act() -> Done:
        row.mark_read(by=request.user, at=timezone.now())
        return Done(home)

    return pressed(request, home, act)


@require_POST
def notifications_read(request: SignedIn) -> HttpResponse:
    home = reverse("journal:notifications")

    def act() -> Done:
        Notification.objects.all().mark_read(by=request.user, at=timezone.now())
        return Done(home, _("All are marked as read."))

    return pressed(request, home, act)


def _home() -> str:
    return reverse(places.home().name)


@require_POST
def following_try_again(request: SignedIn, pk: int) -> HttpResponse:
    row = get_object_or_404(Following.objects.visible_to(request.user), pk=pk)

    def act() -> Done:
        row.try_again(by=request.user, at=timezone.now())
        return Done(_home(), _("It is tried again."))

    return pressed(request, _home(), act)


@require_POST
def following_let_be(request: SignedIn, pk: int) -> HttpResponse:
    row = get_object_or_404(Following.objects.visible_to(request.user), pk=pk)

    def act() -> Done:
        row.let_be(by=request.user)
        return Done(_home(), _("It is let be."), undo=reverse("journal:following_try_again", args=[row.pk]))

    return pressed(request, _home(), act)
