"""Which memberships a list shows."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from contacts.models import Membership, MembershipState, Organisation
from lists.filtering import WholeNumberFilter


class MembershipFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label=_("Name or number"))
    community = WholeNumberFilter("community", label=_("Community"))
    organisation = WholeNumberFilter("organisation", label=_("Organisation"))
    state = filters.ChoiceFilter(choices=MembershipState.choices, label=_("State"))

    class Meta:
        model = Membership
        fields: list[str] = []

    def by_text(self, rows: Any, name: str, value: str) -> QuerySet[Membership]:
        return rows.filter(organisation__in=Organisation.objects.matching(value).values("pk"))
