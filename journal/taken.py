"""What only one record may have, a number or a code, and another has: the same words whether the other is hidden or
not and without saying whose, each time in the journal, so that nobody asks her way through the register unseen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from journal.happening import Happening
from journal.models import Entry
from journal.record import record_all
from ui.only import Noted, Only
from ui.who import Somebody

TAKEN, THROTTLED = "taken", "throttled"
# So many a person may meet in a day, at every door together; then none is told apart from the others.
MOST_A_DAY = 20


def taken_words() -> Any:
    return _("This is taken already. Ask an administrator, who sees all that is here.")


def throttled_words() -> Any:
    return _("So much of yours has been taken already today that no more is checked; ask an administrator.")


class Taken(Noted):
    """The no to whoever gives what `other` has, seen by her or not."""

    def __init__(self, other: Model) -> None:
        super().__init__(taken_words(), code=TAKEN)
        self.other = other

    def note(self, *, by: Somebody, at: datetime, door: str) -> None:
        tell_refused([self.other], by=by if isinstance(by, User) else None, at=at, door=door)


class OnlyOne(Only):
    """Of a noun whose records may be hidden from whoever is refused; `fields` are plain fields."""

    def refusal(self, model: Any, instance: Any) -> Taken:
        return Taken(taken_by(model, instance, [str(getattr(one, "name", "")) for one in self.expressions]))


def taken_by(model: Any, instance: Any, names: Sequence[str]) -> Model:
    """The other record, whoever may see it."""
    same = model._base_manager.filter(**{name: getattr(instance, name) for name in names})
    found: Model = same.exclude(pk=instance.pk).get()
    return found


def tell_refused(others: Sequence[Model], *, by: User | None, at: datetime, door: str) -> None:
    """On the timelines of the records that have it, for those who may see them; `door` is import, page or api."""
    record_all(Happening(_verb(other), other, by, at, (), {"door": door}) for other in others)


def _verb(other: Model) -> str:
    return f"{other._meta.model_name}.taken_refused"


def check_may_claim(field: str, *, by: User, at: datetime) -> None:
    """Before it is looked for. Raises ValidationError at the field when she has met a day's measure of what is taken:
    what is free is refused like the rest then, so that asking on tells nothing."""
    if refused_lately(by, at) >= MOST_A_DAY:
        raise ValidationError({field: ValidationError(throttled_words(), code=THROTTLED)})


def refused_lately(by: User | None, at: datetime) -> int:
    """How often this person has been refused in the last day."""
    lately = Entry.objects.filter(by=by, at__gt=at - timedelta(days=1))
    return lately.filter(verb__endswith=".taken_refused").count()
