"""A field for text without a given end: long enough for whatever people write, and no longer."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models

# Some twenty printed pages.
LONGEST = 50_000


class LongText(models.TextField):
    """Its bound is the verbs', forms' and serializers' to say; migrations know it as what it is in the database."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": LONGEST} | options)
        self.validators.append(MaxLengthValidator(LONGEST))

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        options.pop("max_length", None)
        return name, "django.db.models.TextField", args, options
