"""What only one record may have, a number or a code, and another has: the same words whether the other is hidden or
not and without saying whose, each time in the journal, so that nobody asks her way through the register unseen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from journal.models import Entry
from journal.record import Happening, record_all

TAKEN, THROTTLED = "taken", "throttled"
# So many a person may meet in imports in a day; then none is told apart from the others.
MOST_A_DAY = 20


def taken_words() -> str:
    return _("This is taken already. Ask an administrator, who sees all that is here.")


def throttled_words() -> str:
    return _("So much of yours has been taken already today that no more is checked; ask an administrator.")


def tell_refused(others: Sequence[Model], *, by: Any, at: datetime, door: str) -> None:
    """On the timelines of the records that have it, for those who may see them; `door` is import, page or api."""
    record_all(Happening(_verb(other), other, by, at, (), {"door": door}) for other in others)


def _verb(other: Model) -> str:
    return f"{other._meta.model_name}.taken_refused"


def refused_lately(by: Any, at: datetime) -> int:
    """How often this person has been refused in the last day."""
    lately = Entry.objects.filter(by=by, at__gt=at - timedelta(days=1))
    return lately.filter(verb__endswith=".taken_refused").count()
