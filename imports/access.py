"""Who may bring files in."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, can_write, no
from accounts.hanging import can_read
from accounts.rights import Rights, rule
from accounts.roles import Role

if TYPE_CHECKING:
    from imports.models import ImportRun


@rule
def can_import(by: Rights) -> Answer:
    if not (answer := can_write(by)):
        return answer
    if by.role == Role.PROGRAMME_EDITOR:
        return no(_("Programme editors do not import clients."))
    return YES


@rule
def can_edit_import(by: Rights, run: "ImportRun") -> Answer:
    """Its rows are signed by whoever brought them; an administrator, who reads all, may help her decide."""
    return can_read(by, run) if (may := can_import(by)) else may
