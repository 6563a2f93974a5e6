"""Days and moments at the API: of a year that a record can be of, as pages read them."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ui import asked

# As the description tells the years of asked.FIRST_DAY and asked.LAST_DAY.
YEARS = "^(19[0-9]{2}|2[01][0-9]{2}|2200)-"


@extend_schema_field({"type": "string", "format": "date", "pattern": YEARS})
class Day(serializers.DateField):
    def to_internal_value(self, value: Any) -> date:
        return _within(super().to_internal_value(value))


@extend_schema_field({"type": "string", "format": "date-time", "pattern": YEARS})
class Moment(serializers.DateTimeField):
    def to_internal_value(self, value: Any) -> datetime:
        try:
            return _within(super().to_internal_value(value))
        except OverflowError:
            raise serializers.ValidationError(_("Write a day between 1900 and 2200.")) from None


def _within[When: date](said: When) -> When:
    if not asked.FIRST_DAY.year <= said.year <= asked.LAST_DAY.year:
        raise serializers.ValidationError(_("Write a day between 1900 and 2200."))
    return said
