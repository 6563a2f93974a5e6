"""The filters of a list by what its rows are about, one for each tie that a room above has declared."""

from typing import Any

from django.db.models import Model

from crm.ties import Tie, ties_of
from lists.filtering import WholeNumberFilter


class TiedTo(WholeNumberFilter):
    """By the key of a record that the reader may see; of another there are no rows."""

    def __init__(self, tie: Tie) -> None:
        super().__init__(label=tie.label)
        self.tie = tie

    def filter(self, rows: Any, value: Any) -> Any:
        if value in (None, ""):
            return rows
        record = self.tie.visible_to(self.parent.request.user).filter(pk=value).first()
        return rows.filter(self.tie.tied_to(record)) if record else rows.none()


def add_ties(filterset: Any, noun: type[Model]) -> None:
    filterset.base_filters |= {tie.name: TiedTo(tie) for tie in ties_of(noun)}
