"""Which likenesses a list shows."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from contacts.models import Likeness

STATES = {"open": _("Open"), "settled": _("Said to be two")}


class LikenessFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=list(STATES.items()), method="by_state", label=_("State"))

    class Meta:
        model = Likeness
        fields: list[str] = []

    def by_state(self, rows: Any, name: str, value: str) -> QuerySet[Likeness]:
        found: QuerySet[Likeness] = rows.open() if value == "open" else rows.settled()
        return found
