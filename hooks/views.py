"""Pages of webhooks: one's own and a new one, one with what was sent, and its end."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.requests import SignedIn
from hooks.access import can_end_webhook, can_send_again
from hooks.forms import WebhookForm
from hooks.listed import last_sendings
from hooks.models import Sending, Webhook
from ui import respond
from ui.asked import once_key
from ui.once import Done, once
from ui.press import pressed
from ui.question import Question

ONCE = gettext_lazy("This webhook has been made; its secret was shown then, once.")


def webhooks(request: SignedIn) -> HttpResponse:
    """Her own, and of others those she may stop; and a new one, whose secret this answer shows and no other."""
    form = WebhookForm(request.POST or None)
    made: list[tuple[Webhook, str]] = []

    def act() -> Done:
        made.append(Webhook.make(by=request.user, at=timezone.now(), **form.cleaned_data))
        return Done(request.path, made=made[0][0])

    if request.method == "POST" and form.is_valid():
        try:
            done = once(act, by=request.user, key=once_key(request.POST.get("key")), content=request.path, anew=True)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if done.is_repeated:
                return respond.saved(request, done.url, ONCE)
            form = WebhookForm()
    alive = Webhook.objects.visible_to(request.user).alive().select_related("owner")
    context = {"form": form, "mine": [one for one in alive if one.owner_id == request.user.pk]}
    context["others"] = [one for one in alive if one.owner_id != request.user.pk]
    if made:
        context |= {"made": made[0][0], "secret": made[0][1]}
    return respond.form(request, "hooks/webhook_list.html", context)


@require_safe
def webhook_detail(request: SignedIn, pk: int) -> HttpResponse:
    webhook = get_object_or_404(Webhook.objects.visible_to(request.user).select_related("owner"), pk=pk)
    context = {"webhook": webhook, "sendings": last_sendings(webhook, request.user)}
    context["may_end"] = webhook.is_alive and can_end_webhook(request.user, webhook)
    context["may_send"] = webhook.is_alive and can_send_again(request.user, webhook)
    return render(request, "hooks/webhook_detail.html", context)


@require_POST
def webhook_end(request: SignedIn, pk: int) -> HttpResponse:
    webhook = get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk)
    require(can_end_webhook(request.user, webhook))
    home = reverse("hooks:webhooks")

    def act() -> Done:
        webhook.end(by=request.user, at=timezone.now())
        return Done(home, _("The webhook “%(name)s” has ended.") % {"name": webhook})

    lost = _("Nothing is sent to its address any more, and its secret is of no use.")
    return pressed(
        request, home, act, Question(_("End the webhook “%(name)s”?") % {"name": webhook}, _("End it"), lost, home)
    )


@require_POST
def send_again(request: SignedIn, pk: int) -> HttpResponse:
    sending = get_object_or_404(Sending.objects.visible_to(request.user).select_related("webhook"), pk=pk)
    home = reverse("hooks:webhook_detail", args=[sending.webhook_id])

    def act() -> Done:
        sending.send_again(by=request.user, at=timezone.now())
        return Done(home, _("It is sent again."))

    return pressed(request, home, act)
