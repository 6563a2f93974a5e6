"""Who may: predicates that answer with a reason, and `require`, which refuses with it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.rights import Rights, rule
from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.models import ApiToken


@dataclass(frozen=True)
class Answer:
    """Yes or no; a no carries its reason in words. Truthy when yes."""

    is_yes: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.is_yes


YES = Answer(True)


def no(reason: str | Promise) -> Answer:
    return Answer(False, reason)


def require(answer: Answer) -> None:
    if not answer:
        raise PermissionDenied(answer.reason)


@rule
def can_write(by: Rights) -> Answer:
    """An auditor reads all and changes nothing; who never signs in (a reader outside) does not either."""
    if not by.is_somebody or by.who is None:
        return no(_("Sign in first."))
    if by.role == Role.AUDITOR:
        return no(_("An auditor reads everything and changes nothing."))
    return YES


@rule
def can_administer(by: Rights) -> Answer:
    if by.role == Role.ADMINISTRATOR:
        return YES
    return no(_("Only an administrator may do this."))


@rule
def can_end_token(by: Rights, token: "ApiToken") -> Answer:
    """A token is its owner's; an administrator ends all of somebody's by deactivating her."""
    if by.is_somebody and token.user_id == by.who:
        return YES
    return no(_("Only its owner may end a token."))


@rule
def sees_everything(by: Rights) -> bool:
    """Auditors and administrators read every record, whatever its confidentiality."""
    return by.role in {Role.AUDITOR, Role.ADMINISTRATOR}


@rule
def sees_teams(by: Rights) -> bool:
    """Managers read what is kept to a team, but not what is kept to named people."""
    return sees_everything(by) or by.role == Role.MANAGER
