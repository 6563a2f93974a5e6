"""What only one record may have, a number or a code, and another has: the same words whether the other is hidden or
not and without saying whose, each time in the journal, so that nobody asks her way through the register unseen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import IntegerField, Model, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from journal.models import Entry
from journal.record import record

TAKEN, THROTTLED = "taken", "throttled"
VERB = "user.taken_refused"
# So many a person may meet in imports in a day; then none is told apart from the others.
MOST_A_DAY = 20


def taken_words() -> str:
    return _("This is taken already. Ask an administrator, who sees all that is here.")


def throttled_words() -> str:
    return _("So much of yours has been taken already today that no more is checked; ask an administrator.")


def tell_refused(others: Sequence[Model], *, by: Any, at: datetime, door: str) -> None:
    """In the journal of whoever was refused and of the records that have it; `door` is where: import, page or api."""
    if others:
        record(VERB, by, by=by, at=at, about=others, count=len(others), door=door)


def refused_lately(by: Any, at: datetime) -> int:
    """How often this person has been refused in the last day."""
    lately = Entry.objects.filter(verb=VERB, by=by, at__gt=at - timedelta(days=1))
    return lately.aggregate(all=Sum(Cast(KT("facts__count"), IntegerField())))["all"] or 0
