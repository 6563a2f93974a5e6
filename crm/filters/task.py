"""Which tasks a list shows."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from crm.filters.tied import add_ties
from crm.models import Task
from lists.filtering import WholeNumberFilter


class TaskFilter(filters.FilterSet):
    owner = WholeNumberFilter("owner", label=_("Owner"))
    client = WholeNumberFilter("client", label=_("Client"))
    open = filters.BooleanFilter("done_at", lookup_expr="isnull", label=_("Open"))
    late = filters.BooleanFilter(method="by_late", label=_("Late"))

    class Meta:
        model = Task
        fields: list[str] = []

    def by_late(self, rows: Any, name: str, value: bool) -> QuerySet[Task]:
        today = timezone.localdate()
        return rows.overdue(today) if value else rows.exclude(done_at=None, due_on__lt=today)


add_ties(TaskFilter, Task)
