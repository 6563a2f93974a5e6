"""Which clients a list shows."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from contacts.models import Domain
from contacts.numbers import SIZE_NAMES, size_case
from crm.models import Client, Stage
from lists.filtering import WholeNumberFilter
from ui import asked


class ClientFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label=_("Name or number"))
    lead = filters.CharFilter(method="by_lead", label=_("Lead advisor: an id, “me” or “none”"))
    stage = filters.MultipleChoiceFilter(choices=Stage.choices, distinct=False, label=_("Stage"))
    team = WholeNumberFilter(label=_("Team"))
    s3 = WholeNumberFilter("organisation__s3_area", label=_("Area (S3)"))
    municipality = filters.CharFilter("organisation__municipality", label=_("Municipality"))
    domain = filters.ChoiceFilter(choices=Domain.choices, method="by_domain", label=_("Industry domain"))
    size = filters.ChoiceFilter(choices=list(SIZE_NAMES.items()), method="by_size", label=_("Size class"))
    quiet = WholeNumberFilter(method="by_quiet", smallest=1, largest=3650, label=_("No contact for, days"))
    opened_after = filters.DateFilter("opened_on", lookup_expr="gte", label=_("Client since, from"))

    class Meta:
        model = Client
        fields: list[str] = []

    def by_text(self, rows: Any, name: str, value: str) -> QuerySet[Client]:
        return rows.matching(value)

    def by_lead(self, rows: Any, name: str, value: str) -> QuerySet[Client]:
        if value == "me":
            return rows.filter(lead=self.request.user)
        if value == "none":
            return rows.filter(lead=None)
        return rows.filter(lead=asked.key(value) or 0)

    def by_domain(self, rows: Any, name: str, value: str) -> QuerySet[Client]:
        return rows.filter(organisation__domains__contains=[value])

    def by_size(self, rows: Any, name: str, value: str) -> QuerySet[Client]:
        return rows.alias(size=size_case("organisation__")).filter(size=value)

    def by_quiet(self, rows: Any, name: str, value: Any) -> QuerySet[Client]:
        return rows.quiet_since(timezone.localdate() - timedelta(days=int(value)))
