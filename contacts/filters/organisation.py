"""Which organisations a list shows."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from contacts.models import Domain, Organisation, OrganisationKind
from contacts.standing import standing_alone


class OrganisationFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label=_("Name or number"))
    kind = filters.ChoiceFilter(choices=OrganisationKind.choices, label=_("Kind"))
    municipality = filters.CharFilter("municipality", label=_("Municipality"))
    domain = filters.ChoiceFilter(choices=Domain.choices, method="by_domain", label=_("Industry domain"))
    partner = filters.BooleanFilter(method="by_partner", label=_("Partner organisations (nobody’s client)"))

    class Meta:
        model = Organisation
        fields: list[str] = []

    def by_text(self, rows: Any, name: str, value: str) -> QuerySet[Organisation]:
        return rows.matching(value)

    def by_domain(self, rows: Any, name: str, value: str) -> QuerySet[Organisation]:
        return rows.filter(domains__contains=[value])

    def by_partner(self, rows: Any, name: str, value: bool) -> QuerySet[Organisation]:
        return rows.filter(**standing_alone()) if value else rows.exclude(**standing_alone())
