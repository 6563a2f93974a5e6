"""What a meeting or task is about, at the API: one list of ids for each tie that a room above has declared."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.ties import Tie, ties_of
from ui.api_related import Many, Visible


@extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
class TiedIds(Many):
    """The keys that the QuerySet brought along, else those of the row's ties."""

    def __init__(self, tie: Tie, **options: Any) -> None:
        self.tie = tie
        super().__init__(Visible(tie.model), **options)

    def get_attribute(self, instance: Any) -> Any:
        ids = getattr(instance, f"{self.tie.plural}_ids", None)
        key = f"{self.tie.name}_id"
        return ids if ids is not None else list(self.tie.rows(**{self.tie.mine: instance}).values_list(key, flat=True))


class AboutSerializer(serializers.ModelSerializer[Any]):
    """Gives the verb `about`; left out of a change, it stays as it is."""

    def get_fields(self) -> dict[str, Any]:
        tied = {tie.plural: TiedIds(tie, required=False) for tie in ties_of(self.Meta.model)}
        return super().get_fields() | tied

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        sent = {tie: attrs.pop(tie.plural) for tie in ties_of(self.Meta.model) if tie.plural in attrs}
        if sent:
            kept = [tie for tie in ties_of(self.Meta.model) if tie not in sent and self.instance]
            rest = [
                tie.visible_to(self.context["request"].user).filter(
                    pk__in=tie.rows(**{tie.mine: self.instance}).values(tie.name)
                )
                for tie in kept
            ]
            attrs["about"] = [record for records in [*sent.values(), *rest] for record in records]
        return attrs


def tied_ids(noun: type[Model]) -> dict[str, ArraySubquery]:
    """Annotations for many rows at once."""
    return {
        f"{tie.plural}_ids": ArraySubquery(
            tie.rows(**{tie.mine: OuterRef("pk")}).order_by(tie.name).values(f"{tie.name}_id")
        )
        for tie in ties_of(noun)
    }
