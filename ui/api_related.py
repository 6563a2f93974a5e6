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


class Many(serializers.ManyRelatedField):
    """Records by their ids: those in `<name>_ids` where the QuerySet brought them along, else those of the relation."""

    def __init__(self, child_relation: Any = None, **options: Any) -> None:
        super().__init__(child_relation=child_relation, **options)

    def get_attribute(self, instance: Any) -> Any:
        ids = getattr(instance, f"{self.source}_ids", None)
        return super().get_attribute(instance) if ids is None else ids

    def to_representation(self, value: Any) -> list[Any]:
        return value if isinstance(value, list) else super().to_representation(value)
