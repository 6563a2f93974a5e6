"""Who may bring files in."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.access import YES, Answer, can_write, no
from accounts.models import Role


def can_import(user: Any) -> Answer:
    if not (answer := can_write(user)):
        return answer
    if user.role == Role.PROGRAMME_EDITOR:
        return no(_("Programme editors do not import clients."))
    return YES
