"""What follows from an entry in the same transaction: kept or rolled back with it.

The rooms know no reactions: the worker's room says at the start of the process what follows which verb.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from journal.happening import Happening

type Reaction = Callable[[Sequence[Happening]], None]

_following: dict[str, list[Reaction]] = defaultdict(list)


def register(verb: str, reaction: Reaction) -> None:
    """`reaction` takes all that happened at once under the verb."""
    _following[verb].append(reaction)


def follow(happenings: Sequence[Happening]) -> None:
    for verb in dict.fromkeys(happening.verb for happening in happenings):
        for reaction in _following.get(verb, ()):
            reaction([happening for happening in happenings if happening.verb == verb])
