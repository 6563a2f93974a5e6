"""Which meetings: whose, of what kind, about what, when; and the page after a meeting."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from crm.filters.tied import add_ties
from crm.models import Client, Meeting, MeetingKind, MeetingState, ServiceArea
from lists.filtering import WholeNumberFilter

ALL = _("All")


def day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class MeetingFilter(django_filters.FilterSet):
    staff = django_filters.ModelChoiceFilter(label=_("Who"), empty_label=ALL, queryset=User.objects.active())
    client = django_filters.ModelChoiceFilter(label=_("Client"), field_name="clients", queryset=Client.objects.none())
    kind = django_filters.ChoiceFilter(label=_("Kind"), empty_label=ALL, choices=MeetingKind.choices)
    service = django_filters.ChoiceFilter(
        label=_("Service"), empty_label=ALL, choices=ServiceArea.choices, method="of_service"
    )
    state = django_filters.ChoiceFilter(label=_("State"), empty_label=ALL, choices=MeetingState.choices)
    after = django_filters.DateFilter(label=_("From"), field_name="starts_at", lookup_expr="date__gte", widget=day())
    before = django_filters.DateFilter(label=_("To"), field_name="starts_at", lookup_expr="date__lte", widget=day())
    past = WholeNumberFilter(method="past_meeting")

    class Meta:
        model = Meeting
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.filters["client"].queryset = Client.objects.visible_to(self.request.user)

    def of_service(self, meetings: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        return meetings.filter(services__contains=[value])

    def past_meeting(self, meetings: QuerySet[Meeting], name: str, value: int) -> QuerySet[Meeting]:
        """The next page: what comes after this meeting in the list."""
        if (last := Meeting.objects.visible_to(self.request.user).filter(pk=value).first()) is None:
            return meetings
        return meetings.filter(Q(starts_at__lt=last.starts_at) | Q(starts_at=last.starts_at, pk__lt=last.pk))


add_ties(MeetingFilter, Meeting)
