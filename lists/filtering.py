"""Filters of lists whose values the API's description can say."""

import django_filters
from django import forms
from drf_spectacular.utils import extend_schema_field

from ui.asked import LARGEST


class WholeNumberFilter(django_filters.NumberFilter):
    """A whole number from 0, such as a key: `smallest` and `largest` are said, and refused in words beyond."""

    field_class = forms.IntegerField

    def __init__(self, *args: object, smallest: int = 0, largest: int = LARGEST, **options: object) -> None:
        super().__init__(*args, min_value=smallest, max_value=largest, **options)
        extend_schema_field({"type": "integer", "minimum": smallest, "maximum": largest})(self)
