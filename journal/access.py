"""Who may do what with notifications."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, no
from accounts.rights import Rights, rule

if TYPE_CHECKING:
    from journal.models import Notification


@rule
def can_mark(by: Rights, notification: "Notification") -> Answer:
    """What she is told is hers alone."""
    if by.is_somebody and notification.to_id == by.who:
        return YES
    return no(_("Only whom it tells may mark it."))
