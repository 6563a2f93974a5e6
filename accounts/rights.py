"""Rights: who reads or acts, in which role and team. All that a rule may look at; closed for whoever is nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Protocol

from accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True, slots=True)
class Rights:
    """`who` is the key of a user, None for one who never signs in; `role` is "" for a stranger or one who has left."""

    who: int | None
    role: Role | str
    team: int | None = None

    @property
    def rights(self) -> "Rights":
        return self

    @property
    def is_somebody(self) -> bool:
        return self.role != ""


NOBODY = Rights(None, "")
# Somebody whose only right is to be here: what she reads, everybody reads.
ANYBODY = Rights(None, Role.ADVISOR)
# Reads as an auditor does: what is made for many readers is made whole, and then cut for each.
EVERYTHING = Rights(None, Role.AUDITOR)
# Reads what is open, as one outside the house to whom a report is sent; has no role here and never signs in.
OUTSIDE = Rights(None, "outside")


class Known(Protocol):
    @property
    def rights(self) -> Rights: ...


# A user, somebody's rights, a stranger, or whom a row no longer names: what `visible_to` and every predicate take.
type Reader = Known | AnonymousUser | None


def rights_of(reader: Reader) -> Rights:
    return getattr(reader, "rights", NOBODY)


def rule[**Asked, Answered](
    told: Callable[Concatenate[Rights, Asked], Answered],
) -> Callable[Concatenate[Reader, Asked], Answered]:
    """Written about rights, asked about a user or her rights: it can look at nothing else of her."""

    @wraps(told)
    def asked(reader: Reader, /, *args: Asked.args, **options: Asked.kwargs) -> Answered:
        return told(rights_of(reader), *args, **options)

    return asked
