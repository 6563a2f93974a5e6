"""The addresses that have refused our mail for good, and the page at which whoever gets a mail stops such mails."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.access import can_administer, require
from accounts.requests import SignedIn
from mail import kinds, stopping
from mail.models import Mail, Suppression
from ui.once import Done
from ui.press import pressed


@require_safe
def suppression_list(request: SignedIn) -> HttpResponse:
    require(can_administer(request.user))
    refused = Suppression.objects.standing().visible_to(request.user)
    return render(request, "mail/suppression_list.html", {"refused": refused})


@require_POST
def suppression_lift(request: SignedIn, pk: int) -> HttpResponse:
    row = get_object_or_404(Suppression.objects.visible_to(request.user), pk=pk)
    home = reverse("mail:suppression_list")

    def act() -> Done:
        row.lift(by=request.user, at=timezone.now())
        return Done(home, _("The next mail to %(address)s is tried.") % {"address": row.mailbox})

    return pressed(request, home, act)


@login_not_required
@csrf_exempt
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a POST acts at once and asks for nothing; a GET only shows the button, since scanners follow links."""
    mail = stopping.mail(token)
    if mail is None or not (kind := kinds.of(mail)).stoppable:
        raise Http404
    if request.method == "POST":
        kind.stop(mail)
        return HttpResponse("Unsubscribed.\n") if "from_page" not in request.POST else _stopped(request, mail, True)
    return _stopped(request, mail, False)


def _stopped(request: HttpRequest, mail: Mail, is_stopped: bool) -> HttpResponse:
    context = {"what": kinds.of(mail).stoppable, "address": mail.mailbox, "is_stopped": is_stopped}
    return render(request, "mail/unsubscribe.html", context)
