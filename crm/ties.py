"""What meetings and tasks are about beyond their clients: records of rooms above, tied by rows of those rooms.

A room above declares a `Tie` once, when it starts; field, column, filter, API and timeline follow.
What such a row hides is said by its own `hangs_on`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Answer, no
from accounts.hanging import can_read
from accounts.rights import ANYBODY, Reader, Rights, rule
from crm.access import can_keep_client


@dataclass(frozen=True)
class Tie:
    """`through` ties a `noun` (its column `mine`) to a record (its column `name`, which also names it in addresses)."""

    noun: type[Model]
    through: Any
    mine: str
    name: str
    plural: str
    label: Any
    headings: tuple[str, ...]
    # (reader, a text as people write it) → what it may mean; (reader, clients) → what is near at hand.
    find: Callable[[Reader, str], Sequence[Any]]
    near: Callable[[Reader, Sequence[Any]], QuerySet[Any]]
    # A record's address, and the words that `find` takes for it alone.
    url: Callable[[Any], str]
    words: Callable[[Any], str]
    # Who may say who reads the record: asked when something is taken away from it.
    can_keep: Callable[[Reader, Any], Answer]

    @property
    def model(self) -> Any:
        return self.through._meta.get_field(self.name).related_model

    def visible_to(self, reader: Reader) -> QuerySet[Any]:
        return self.model.objects.visible_to(reader)

    def rows(self, **condition: Any) -> QuerySet[Any]:
        return self.through.objects.filter(**condition)

    def tied_to(self, record: Any) -> Exists:
        """Of a `noun`'s rows: whether it is about this record."""
        return Exists(self.rows(**{self.mine: OuterRef("pk"), self.name: record}))

    def met(self, reader: Reader) -> QuerySet[Any]:
        """The records that any row is about."""
        return self.visible_to(reader).filter(pk__in=self.rows().values(self.name))

    def write(self, row: Model, wanted: Iterable[Model]) -> None:
        keys = {record.pk for record in wanted}
        known = set(self.rows(**{self.mine: row}).values_list(f"{self.name}_id", flat=True))
        self.rows(**{self.mine: row, f"{self.name}_id__in": known - keys}).delete()
        new = [self.through(**{self.mine: row, f"{self.name}_id": key}) for key in sorted(keys - known)]
        self.through.objects.bulk_create(new)


ties: list[Tie] = []


def ties_of(noun: type[Model]) -> list[Tie]:
    return [tie for tie in ties if tie.noun is noun]


def tie_to(row: Model, about: Iterable[Model]) -> None:
    """Write what the row is about, and nothing else."""
    about = list(about)
    for tie in ties_of(type(row)):
        tie.write(row, [record for record in about if isinstance(record, tie.model)])


def tie_all(new: Iterable[tuple[Model, Sequence[Model]]]) -> None:
    """Of many new rows at once: each with what it is about."""
    pairs = [(row, record) for row, about in new for record in about]
    for tie in ties_of(type(pairs[0][0])) if pairs else []:
        mine = [(row, record) for row, record in pairs if isinstance(record, tie.model)]
        tie.through.objects.bulk_create(
            [tie.through(**{tie.mine: row, tie.name: record}) for row, record in mine], batch_size=2000
        )


@rule
def can_take_from(by: Rights, records: Iterable[Model]) -> Answer:
    """What is taken away from a kept record others may read from then on, so whoever takes it away must be one who may
    say who reads the record."""
    for record in records:
        if not can_read(ANYBODY, record) and not (answer := _can_keep(by, record)):
            words = _("“%(name)s” is kept: taken away from it, this could be read by others. %(reason)s")
            return no(words % {"name": record, "reason": answer.reason})
    return YES


def _can_keep(by: Rights, record: Any) -> Answer:
    may: dict[str, Any] = {"crm.client": can_keep_client, **{tie.model._meta.label_lower: tie.can_keep for tie in ties}}
    return cast(Answer, may[record._meta.label_lower](by, record))


def tied(row: Model) -> list[Any]:
    """What the row is about; whoever reads the row reads these too."""
    return _tied([row])[row.pk]


def with_ties[Row: Model](rows: Iterable[Row]) -> list[Row]:
    """The rows, each with `tied`: pairs of a record and its address; one query for each kind of tie."""
    rows = list(rows)
    found = _tied(rows)
    address = {tie.model: tie.url for row in rows[:1] for tie in ties_of(type(row))}
    for row in rows:
        row.tied = [(record, address[type(record)](record)) for record in found[row.pk]]  # type: ignore[attr-defined]
    return rows


def _tied(rows: Sequence[Model]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for tie in ties_of(type(rows[0])) if rows else []:
        links = tie.rows(**{f"{tie.mine}__in": [row.pk for row in rows]}).select_related(tie.name).order_by("pk")
        for link in links:
            found[getattr(link, f"{tie.mine}_id")].append(getattr(link, tie.name))
    return found
