"""Days and moments at the API: of a year that a record can be of, as pages read them."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from ui import asked


class Day(serializers.DateField):
    def to_internal_value(self, value: Any) -> date:
        return _within(super().to_internal_value(value))


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
