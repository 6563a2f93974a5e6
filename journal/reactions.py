"""What follows from an entry: in the same transaction, kept or rolled back with it, or after its commit (`After`).

The rooms know no reactions: the worker's room says at the start of the process what follows which verb.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from journal.happening import Happening
from journal.models import Entry, Following
from ui.waking import wake

type Reaction = Callable[[Sequence[Happening]], None]

# So many workers are woken at once when much happens together; the ticks see to the rest.
AT_ONCE = 100
_following: dict[str, list[Reaction]] = defaultdict(list)


@dataclass(frozen=True)
class After:
    """A reaction after the commit, once for each entry, of each record in the order in which it happened.

    `name` says to an administrator what has failed. `verbs` is asked whenever something is recorded, and `concerns` of
    each entry under one of them. `react` is called in a transaction that ends the row of the outbox too: what it writes
    is written once; whatever leaves the database it puts into rows that a worker of their own sees to.
    """

    code: str
    name: Promise
    verbs: Callable[[], Container[str]]
    react: Callable[[Following, datetime], None]
    concerns: Callable[[Happening], bool] = lambda happening: True


after: dict[str, After] = {}


def register(verb: str, reaction: Reaction) -> None:
    """`reaction` takes all that happened at once under the verb, in its transaction."""
    _following[verb].append(reaction)


def register_after(one: After) -> None:
    after[one.code] = one


def follow(happenings: Sequence[Happening], entries: Sequence[Entry]) -> None:
    for verb in dict.fromkeys(happening.verb for happening in happenings):
        for reaction in _following.get(verb, ()):
            reaction([happening for happening in happenings if happening.verb == verb])
    told = list(zip(happenings, entries, strict=True))
    planned = [row for one in after.values() for row in _planned(one, told)]
    for row in Following.objects.bulk_create(planned, batch_size=5000)[:AT_ONCE]:
        wake(row)


def _planned(one: After, told: Sequence[tuple[Happening, Entry]]) -> list[Following]:
    verbs = one.verbs()
    return [
        Following(entry=entry, reaction=one.code, subject_version=getattr(happening.subject, "version", None))
        for happening, entry in told
        if happening.verb in verbs and one.concerns(happening)
    ]
