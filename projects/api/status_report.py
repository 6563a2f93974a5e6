"""Status reports at the API: posted and read, never changed."""

from typing import Any

from rest_framework import serializers

from projects.api.of_project import Addable, ProjectField, now
from projects.models import DIMENSIONS, Project, StatusReport
from ui.api_days import Day
from ui.long_text import LONGEST


class RiskLine(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=200)
    score = serializers.IntegerField(required=False)
    action = serializers.CharField(max_length=300, required=False, allow_blank=True)


class DecisionLine(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=300)
    recommendation = serializers.CharField(max_length=300, required=False, allow_blank=True)
    by_on = Day(required=False, allow_null=True)


class ReportField(serializers.PrimaryKeyRelatedField):
    def get_queryset(self) -> Any:
        return StatusReport.objects.visible_to(self.context["request"].user)


class StatusReportSerializer(serializers.ModelSerializer[StatusReport]):
    project = ProjectField()
    on = Day(required=False)
    corrects = ReportField(required=False, allow_null=True)
    comments = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=LONGEST), required=False)
    recovery = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=LONGEST), required=False)
    risks = RiskLine(many=True, required=False)
    decisions = DecisionLine(many=True, required=False)

    class Meta:
        model = StatusReport
        fields = [
            "id", "project", "on", "posted_at", "by", "summary", *DIMENSIONS, "comments", "recovery", "milestones",
            "risks", "decisions", "suggested", "other_lights", "corrects",
        ]  # fmt: skip
        read_only_fields = ["posted_at", "by", "milestones", "suggested", "other_lights"]


class StatusReportViewSet(Addable):
    basename = "status-report"
    queryset = StatusReport.objects.none()
    serializer_class = StatusReportSerializer
    filterset_fields = ["project", "overall", "on"]
    ordering = ("-on", "-pk")

    def add(self, project: Project, values: dict[str, Any]) -> StatusReport:
        return project.post_status(**values, **now(self.request))
