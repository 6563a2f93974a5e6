"""A condition over many values as one parameter: driver and database take ten thousand as they take ten."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, TextField, Value


def is_any_of(name: str, texts: Iterable[str]) -> Func:
    """As `name__in=texts`, for a column of text."""
    values = Value(sorted(set(texts)), output_field=ArrayField(TextField()))
    return Func(F(name), values, template="(%(expressions)s))", arg_joiner=" = ANY (", output_field=BooleanField())
