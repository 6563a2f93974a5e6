"""The views of the clients list that stand as tabs: each is an address, named."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from crm.models.client import IN_WORK

QUIET_DAYS = 60


@dataclass(frozen=True)
class Tab:
    label: str
    query: str
    count: str
    is_current: bool


def views(on: date) -> list[tuple[str, QueryDict]]:
    in_work = [("stage", str(stage.value)) for stage in IN_WORK]
    built = [
        (_("My active clients"), [("lead", "me"), *in_work, ("sort", "-contact")]),
        (_("Gone quiet"), [("lead", "me"), ("stage", "active"), ("quiet", str(QUIET_DAYS)), ("sort", "contact")]),
        (_("New this quarter"), [("opened_after", _quarter(on).isoformat()), ("sort", "-opened")]),
        (_("All"), []),
    ]
    return [(label, _query_dict(pairs)) for label, pairs in built]


def plain(query: QueryDict) -> set[tuple[str, str]]:
    """The filters of an address, whatever their order, sort or page."""
    return {(name, value) for name, values in query.lists() for value in values if value} - {
        (name, value) for name in ("sort", "after") for value in query.getlist(name)
    }


def _quarter(on: date) -> date:
    return date(on.year, on.month - (on.month - 1) % 3, 1)


def _query_dict(pairs: list[tuple[str, str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query
