"""What an organisation is to rooms above, such as somebody's client: each room declares it once, when it starts.

The row of the room above leads to the organisation by a one-to-one field that its noun names in `one_with`.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from contacts.models import Organisation


@dataclass(frozen=True)
class Standing:
    """`name` leads from an organisation to the row; `related` are the ways that pages show of it; `page` is the address
    of the row's own page; `actions` a template that leads there from the organisation's, or makes such a row."""

    name: str
    label: Promise
    page: str
    actions: str
    related: tuple[str, ...] = ()

    def of(self, organisation: Organisation) -> Model | None:
        return getattr(organisation, self.name, None)

    def url(self, organisation: Organisation) -> str:
        """Of a row from `in_columns`, or of an organisation; "" when it is none."""
        key = self._key(organisation)
        return reverse(self.page, args=[key]) if key else ""

    def _key(self, organisation: Organisation) -> Any:
        if hasattr(organisation, brought := f"{self.name}_key"):
            return getattr(organisation, brought)
        row = self.of(organisation)
        return row.pk if row else None


standings: list[Standing] = []


def with_standings(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """The rows with what each is to rooms above, in the same query."""
    return rows.select_related(*(name for one in standings for name in (one.name, *one.related)))


def in_columns(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """The rows with the key alone of what each is."""
    return rows.annotate(**{f"{one.name}_key": F(one.name) for one in standings})


def standing_alone() -> dict[str, Any]:
    """The condition of an organisation that is nothing to any room above."""
    return {one.name: None for one in standings}


def home(organisation: Organisation) -> str:
    """The page that shows the organisation best: what it is to a room above, else its own."""
    urls = (one.url(organisation) for one in standings)
    return next((url for url in urls if url), reverse("contacts:organisation_detail", args=[organisation.pk]))
