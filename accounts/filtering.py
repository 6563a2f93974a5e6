"""Lists at the API narrowed by another record: one the asker may not read is as unknown as one that is not there."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import ForeignKey
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.request import Request

from accounts.hanging import readable
from accounts.rights import rights_of


def _read(field: Any) -> dict[str, Callable[[Request], Any]]:
    return {"queryset": lambda request: readable(field.related_model._default_manager.all(), rights_of(request.user))}


class ReadableFilterSet(FilterSet):
    class Meta:
        filter_overrides = {ForeignKey: {"filter_class": django_filters.ModelChoiceFilter, "extra": _read}}


class ReadableFilterBackend(DjangoFilterBackend):
    """For what views name as `filterset_fields`; those with a FilterSet of their own see to it themselves."""

    filterset_base = ReadableFilterSet
