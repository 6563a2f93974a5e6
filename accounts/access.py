"""Who may: predicates that answer with a reason, and `require`, which refuses with it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role


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
        raise PermissionDenied(str(answer.reason))


def is_signed_in(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False) and user.is_active)


def can_write(user: Any) -> Answer:
    """An auditor reads all and changes nothing."""
    if not is_signed_in(user):
        return no(_("Sign in first."))
    if user.role == Role.AUDITOR:
        return no(_("An auditor reads everything and changes nothing."))
    return YES


def can_administer(user: Any) -> Answer:
    if is_signed_in(user) and user.role == Role.ADMINISTRATOR:
        return YES
    return no(_("Only an administrator may do this."))


def sees_everything(user: Any) -> bool:
    """Auditors and administrators read every record, whatever its confidentiality."""
    return is_signed_in(user) and user.role in {Role.AUDITOR, Role.ADMINISTRATOR}


def sees_teams(user: Any) -> bool:
    """Managers read what is kept to a team, but not what is kept to named people."""
    return sees_everything(user) or (is_signed_in(user) and user.role == Role.MANAGER)
