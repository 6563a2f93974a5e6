"""Which texts to read through after an erasure a list shows."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from contacts.models import ToRead

STATES = {"open": _("To read"), "done": _("Have been read")}


class ToReadFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=list(STATES.items()), method="by_state", label=_("State"))

    class Meta:
        model = ToRead
        fields: list[str] = []

    def by_state(self, rows: Any, name: str, value: str) -> QuerySet[ToRead]:
        found: QuerySet[ToRead] = rows.open() if value == "open" else rows.done()
        return found
