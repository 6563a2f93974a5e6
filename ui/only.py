"""What only one record may have: unique in the database, the no said at a field, and counted where that is asked."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models

from ui.who import Somebody


class Noted(ValidationError):
    """A no that is kept count of, once whatever it ended is rolled back; a room above says how."""

    def note(self, *, by: Somebody, at: datetime, door: str) -> None:
        raise NotImplementedError


def note(error: ValidationError, *, by: Somebody, at: datetime, door: str) -> None:
    """`door` is page or api; what has nothing to be noted passes."""
    for one in _each(error):
        if isinstance(one, Noted):
            one.note(by=by, at=at, door=door)


def _each(error: ValidationError) -> Iterator[ValidationError]:
    errors = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return (one for several in errors for one in several)


class Only(models.UniqueConstraint):
    """A unique constraint whose no is said at the field `at`; migrations know it as what it is in the database."""

    def __init__(self, *expressions: Any, at: str, **options: Any) -> None:
        super().__init__(*expressions, **options)
        self.at = at

    def deconstruct(self) -> Any:
        _path, expressions, options = super().deconstruct()
        return "django.db.models.UniqueConstraint", expressions, options

    def clone(self) -> "Only":
        _path, expressions, options = self.deconstruct()
        return type(self)(*expressions, at=self.at, **options)

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        try:
            super().validate(model, instance, exclude, using)
        except ValidationError:
            raise ValidationError({self.at: self.refusal(model, instance)}) from None

    def refusal(self, model: Any, instance: Any) -> ValidationError:
        return ValidationError(self.get_violation_error_message(), code="taken")
