"""Webhooks are told of what happens to the rows that their owners may read."""

from django.utils.translation import gettext_lazy as _

from hooks import sending
from hooks.models import Webhook
from journal.reactions import After

WEBHOOKS_TOLD = After("webhooks_told", _("Tell webhooks"), Webhook.heard_now, sending.plan)
