"""What a recipient reaches without signing in: the copy of the report, and the end of the mails."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from reports import links, mail, rendering, sight


@login_not_required
@require_safe
@never_cache
def delivery_view(request: SignedIn, token: str) -> HttpResponse:
    """An outside reader's copy, by a signed address; what she may see now, not when it was sent."""
    delivery = links.delivery(token)
    if delivery is None or delivery.recipient.ended_at or delivery.recipient.user_id:
        raise Http404
    copy = rendering.cut(delivery.run, sight.of_recipient(delivery.recipient))
    with translation.override(delivery.run.schedule.language):
        return render(request, "reports/run_view.html", mail.context(delivery.run, copy))


@login_not_required
@csrf_exempt
@never_cache
def unsubscribe(request: SignedIn, token: str) -> HttpResponse:
    """RFC 8058: a POST acts at once and asks for nothing; a GET only shows the button, since scanners follow links."""
    recipient = links.recipient(token)
    if recipient is None:
        raise Http404
    if request.method == "POST":
        recipient.end(at=timezone.now())
        return redirect(request.path) if "from_page" in request.POST else HttpResponse("Unsubscribed.\n")
    return render(request, "reports/unsubscribe.html", {"recipient": recipient})
