"""What rooms above put on the client page: each registers a function that gives a section, or None."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.rights import Reader
from crm.models import Client

SHOWN = 10
# For as long something that was settled can be opened again from where it stood.
SETTLED = timedelta(days=30)


@dataclass(frozen=True)
class Section:
    """A template under templates/<room>/ and what it shows; at most one query for its rows.

    `late` is how much of it should have been seen to: such a section is the first on Today.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    late: int = 0


client_sections: list[Callable[[Client, Reader], Section | None]] = []


def sections_of(client: Client, user: Reader) -> list[Section]:
    built = (build(client, user) for build in client_sections)
    return [section for section in built if section]


def to_settle(template: str, waiting: QuerySet[Any], rows: QuerySet[Any], moment: str, on: date) -> Section | None:
    """What waits on Today until somebody has settled it; under it, folded, what was settled (`moment`) of late."""
    open_now = list(waiting[: SHOWN + 1])
    settled = list(rows.filter(**{f"{moment}__date__gte": on - SETTLED}).order_by(f"-{moment}")[:SHOWN])
    context = {"rows": open_now[:SHOWN], "more": len(open_now) > SHOWN, "settled": settled}
    return Section(template, context) if open_now or settled else None
