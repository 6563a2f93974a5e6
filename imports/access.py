"""Who may bring files in."""

from django.utils.translation import gettext as _

from accounts.access import YES, Answer, can_write, no
from accounts.rights import Rights, rule
from accounts.roles import Role


@rule
def can_import(by: Rights) -> Answer:
    if not (answer := can_write(by)):
        return answer
    if by.role == Role.PROGRAMME_EDITOR:
        return no(_("Programme editors do not import clients."))
    return YES
