"""Who may do what with webhooks."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_administer, no
from accounts.rights import Rights, rule

if TYPE_CHECKING:
    from hooks.models import Webhook


@rule
def can_make_webhook(by: Rights) -> Answer:
    """Whoever reads may have her programs told what she reads; an auditor too, since it changes no record."""
    return YES if by.is_somebody and by.who is not None else no(_("Sign in first."))


@rule
def can_end_webhook(by: Rights, webhook: "Webhook") -> Answer:
    """An administrator answers for what leaves the house."""
    if can_administer(by) or webhook.owner_id == by.who:
        return YES
    return no(_("Only its owner or an administrator may end a webhook."))


@rule
def can_send_again(by: Rights, webhook: "Webhook") -> Answer:
    """Her program asks for it; whoever else sees the webhook may stop it, and no more."""
    return YES if webhook.owner_id == by.who else no(_("Only the webhook’s owner may send again."))
