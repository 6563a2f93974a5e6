"""Which people a list shows."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from contacts.models import Affiliation, Person
from lists.filtering import WholeNumberFilter


class PersonFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label=_("Name or e-mail"))
    organisation = WholeNumberFilter(method="by_organisation", label=_("Organisation"))

    class Meta:
        model = Person
        fields: list[str] = []

    def by_text(self, rows: Any, name: str, value: str) -> QuerySet[Person]:
        return rows.matching(value)

    def by_organisation(self, rows: Any, name: str, value: Any) -> QuerySet[Person]:
        roles = Affiliation.objects.visible_to(self.request.user).filter(organisation=int(value))
        return rows.filter(pk__in=roles.values("person"))
