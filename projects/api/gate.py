"""Gates at the API: plans over time, and decisions."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from projects.api.of_project import Addable, ProjectField, Settable, now
from projects.models import GateDecision, GatePlan, Project
from ui.api import known_version
from ui.api_days import Day


class GatePlanSerializer(serializers.ModelSerializer[GatePlan]):
    project = ProjectField()
    set_on = Day(required=False)

    class Meta:
        model = GatePlan
        fields = ["id", "project", "gate", "planned_on", "set_on", "by", "recorded_at", "version"]
        read_only_fields = ["by", "recorded_at", "version"]
        validators: list[Any] = []


class GatePlanViewSet(Settable):
    """A POST for a gate that was planned that day already plans it anew, of the version in If-Match."""

    basename = "gate-plan"
    queryset = GatePlan.objects.none()
    serializer_class = GatePlanSerializer
    filterset_fields = ["project", "gate"]

    def add(self, project: Project, values: dict[str, Any]) -> GatePlan:
        on = values.pop("set_on", timezone.localdate())
        known = known_version(self.request, project.gate_plans.filter(gate=values["gate"], set_on=on).first())
        return project.plan_gate(on=on, **values, known=known, **now(self.request))


class GateDecisionSerializer(serializers.ModelSerializer[GateDecision]):
    """`criteria` says of each of the gate's whether it was met, `met` how many were."""

    project = ProjectField()
    on = Day(required=False)
    criteria = serializers.DictField(child=serializers.BooleanField(), required=False)

    class Meta:
        model = GateDecision
        fields = [
            "id", "project", "gate", "verdict", "on", "decider", "conditions", "reason", "criteria", "met", "by",
            "recorded_at",
        ]  # fmt: skip
        read_only_fields = ["met", "by", "recorded_at"]


class GateDecisionViewSet(Addable):
    basename = "gate-decision"
    queryset = GateDecision.objects.none()
    serializer_class = GateDecisionSerializer
    filterset_fields = ["project", "gate", "verdict"]

    def add(self, project: Project, values: dict[str, Any]) -> GateDecision:
        return project.decide_gate(**values, **now(self.request))
