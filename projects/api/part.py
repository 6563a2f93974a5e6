"""The parts of projects at the API: milestones, risks, benefits with readings, partners, budget lines."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from contacts.models import Organisation
from projects.api.of_project import Addable, Changeable, ProjectField, Settable, now
from projects.models import Benefit, BenefitReading, BudgetLine, Milestone, Partner, Project, Risk
from ui.api import expected_version, known_version, read_as
from ui.api_days import Day


class DaySerializer(serializers.Serializer[Any]):
    on = Day(required=False)


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    project = ProjectField()

    class Meta:
        model = Milestone
        fields = ["id", "project", "title", "planned_on", "forecast_on", "done_on", "slip_days", "version"]
        read_only_fields = ["done_on", "slip_days", "version"]


class MilestoneViewSet(Changeable):
    basename = "milestone"
    queryset = Milestone.objects.none()
    serializer_class = MilestoneSerializer

    @extend_schema(request=DaySerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str | None = None) -> Response:
        typed = read_as(DaySerializer, self)
        version = expected_version(request)
        return self.answer(self.get_object().finish(**now(request), version=version, **typed.validated_data))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str | None = None) -> Response:
        return self.answer(self.get_object().reopen(**now(request), version=expected_version(request)))


class RiskSerializer(serializers.ModelSerializer[Risk]):
    project = ProjectField()

    class Meta:
        model = Risk
        fields = [
            "id",
            "project",
            "text",
            "probability",
            "consequence",
            "score",
            "action",
            "owner",
            "closed_on",
            "version",
        ]
        read_only_fields = ["score", "closed_on", "version"]


class RiskViewSet(Changeable):
    basename = "risk"
    queryset = Risk.objects.none()
    serializer_class = RiskSerializer

    @extend_schema(request=DaySerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str | None = None) -> Response:
        typed = read_as(DaySerializer, self)
        version = expected_version(request)
        return self.answer(self.get_object().close(**now(request), version=version, **typed.validated_data))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str | None = None) -> Response:
        return self.answer(self.get_object().reopen(**now(request), version=expected_version(request)))


class ReadingSerializer(serializers.ModelSerializer[BenefitReading]):
    on = Day(required=False)

    class Meta:
        model = BenefitReading
        fields = ["id", "on", "value", "source"]


class BenefitSerializer(serializers.ModelSerializer[Benefit]):
    project = ProjectField()
    readings = ReadingSerializer(many=True, read_only=True)

    class Meta:
        model = Benefit
        fields = [
            "id", "project", "measure", "kind", "unit", "owner", "baseline", "baseline_on", "target", "planned_on",
            "readings", "version",
        ]  # fmt: skip
        read_only_fields = ["version"]


def readings_visible_to(by: User) -> Any:
    return BenefitReading.objects.filter(benefit__in=Benefit.objects.visible_to(by))


class BenefitViewSet(Changeable):
    unversioned = {"read": "adds a reading"}
    basename = "benefit"
    made_by = {"read": (readings_visible_to, ReadingSerializer)}
    queryset = Benefit.objects.none()
    serializer_class = BenefitSerializer

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("readings")

    @extend_schema(request=ReadingSerializer, responses={201: ReadingSerializer})
    @action(detail=True, methods=["post"], url_path="read")
    def read(self, request: Request, pk: str | None = None) -> Response:
        typed = read_as(ReadingSerializer, self)
        reading = self.get_object().read(**now(request), **typed.validated_data)
        return Response(ReadingSerializer(reading).data, status=status.HTTP_201_CREATED)


class OrganisationField(serializers.PrimaryKeyRelatedField):
    def get_queryset(self) -> Any:
        return Organisation.objects.visible_to(self.context["request"].user)


class PartnerSerializer(serializers.ModelSerializer[Partner]):
    project = ProjectField()
    organisation = OrganisationField()

    class Meta:
        model = Partner
        fields = ["id", "project", "organisation", "role", "contact"]
        validators: list[Any] = []


class PartnerViewSet(Addable):
    unversioned: ClassVar[dict[str, str]] = {"destroy": "a partner is added and removed, never changed"}
    basename = "partner"
    queryset = Partner.objects.none()
    serializer_class = PartnerSerializer
    filterset_fields = ["project", "organisation", "role"]

    def get_queryset(self) -> Any:
        known = Organisation.objects.visible_to(self.request.user).order_by()
        return super().get_queryset().filter(organisation__in=known)

    def destroy(self, request: Request, pk: str | None = None) -> Response:
        self.get_object().remove(**now(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class BudgetLineSerializer(serializers.ModelSerializer[BudgetLine]):
    project = ProjectField()
    on = Day(required=False)

    class Meta:
        model = BudgetLine
        fields = [
            "id", "project", "on", "source", "plan_sek", "forecast_sek", "actual_sek", "by", "recorded_at", "version",
        ]  # fmt: skip
        read_only_fields = ["by", "recorded_at", "version"]
        validators: list[Any] = []


class BudgetLineViewSet(Settable):
    """A POST for a day and source that has a line already sets that line anew, of the version in If-Match."""

    basename = "budget-line"
    queryset = BudgetLine.objects.none()
    serializer_class = BudgetLineSerializer
    filterset_fields = ["project", "source"]

    def add(self, project: Project, values: dict[str, Any]) -> BudgetLine:
        where = {"source": values.get("source", ""), "on": values.setdefault("on", timezone.localdate())}
        known = known_version(self.request, project.budget_lines.filter(**where).first())
        return project.set_budget(**values, known=known, **now(self.request))
