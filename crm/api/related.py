"""Records named by their id in what is sent: only those the user may see exist."""

from typing import Any

from django.db.models import Model
from rest_framework import serializers


class Visible(serializers.PrimaryKeyRelatedField[Any]):
    """The id of a record of `model` that is visible to the user."""

    def __init__(self, model: type[Model], **options: Any) -> None:
        self.model: Any = model
        super().__init__(**options)

    def get_queryset(self) -> Any:
        return self.model.objects.visible_to(self.context["request"].user)
