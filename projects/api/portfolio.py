"""The portfolio at the API, as of any day, with what changed since another."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from projects import as_of
from projects.compare import between
from projects.differences import Change
from projects.filters import LIGHTS, PHASES, PortfolioForm, Question
from projects.models import DIMENSIONS, ProjectKind
from projects.words import sentence
from ui.api_schema import DAY


class RowSerializer(serializers.Serializer[Any]):
    """One project as it was; lights as reported, `shown` with a stale “on track” left out."""

    project = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    owner = serializers.CharField()
    lead = serializers.IntegerField(source="lead_id", allow_null=True)
    lead_name = serializers.CharField(source="lead")
    phase = serializers.CharField()
    phase_since = serializers.DateField()
    lights = serializers.SerializerMethodField()
    previous = serializers.DictField()
    shown = serializers.CharField()
    reported_on = serializers.DateField(allow_null=True)
    age_days = serializers.IntegerField(allow_null=True)
    is_stale = serializers.BooleanField()
    report = serializers.IntegerField(source="report_id", allow_null=True)
    next_gate = serializers.CharField()
    next_gate_on = serializers.DateField(allow_null=True)
    next_gate_first_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    plan_sek = serializers.DecimalField(14, 0)
    forecast_sek = serializers.DecimalField(14, 0)
    actual_sek = serializers.DecimalField(14, 0)

    def get_lights(self, row: as_of.Row) -> dict[str, str]:
        return {dimension: getattr(row, dimension) for dimension in DIMENSIONS}


class PartSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)
    days = serializers.IntegerField()
    dimension = serializers.CharField()
    gate = serializers.CharField()
    on = serializers.DateField(allow_null=True)
    words = serializers.CharField()


class ChangeSerializer(serializers.Serializer[Any]):
    project = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    on = serializers.DateField()
    parts = serializers.SerializerMethodField()

    @extend_schema_field(PartSerializer(many=True))
    def get_parts(self, change: Any) -> list[dict[str, Any]]:
        return [
            {
                "kind": one.kind,
                "before": one.before,
                "after": one.after,
                "days": one.days,
                "dimension": one.dimension,
                "gate": one.gate,
                "on": one.on,
                "words": sentence(one),
            }
            for one in change.parts
        ]


@extend_schema_serializer(many=False)
class PortfolioSerializer(serializers.Serializer[Any]):
    as_of = serializers.DateField()
    compare = serializers.DateField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    projects = RowSerializer(many=True)
    changes = ChangeSerializer(many=True)


ASKED = [
    OpenApiParameter("as_of", DAY, description="The business date; today when left out, and not later."),
    OpenApiParameter("compare", DAY, description="An earlier day; the answer then tells what changed."),
    OpenApiParameter("known_at", OpenApiTypes.DATETIME, description="The moment whose knowledge counts; now."),
    OpenApiParameter("lead", {"type": "integer", "x-noun": "user"}),
    OpenApiParameter("team", {"type": "integer", "x-noun": "team"}),
    OpenApiParameter("s3", OpenApiTypes.STR, description="The code of an area."),
    OpenApiParameter("kind", OpenApiTypes.STR, enum=["", *ProjectKind.values]),
    OpenApiParameter("phase", OpenApiTypes.STR, enum=["", *dict(PHASES)]),
    OpenApiParameter("light", OpenApiTypes.STR, enum=["", *dict(LIGHTS)]),
]


class PortfolioViewSet(ViewSet):
    basename = "portfolio"

    @extend_schema(parameters=ASKED, responses=PortfolioSerializer)
    def list(self, request: Request) -> Response:
        form = PortfolioForm(request.query_params, today=timezone.localdate())
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        return Response(PortfolioSerializer(_portfolio(request, form.question)).data)


def _portfolio(request: Request, question: Question) -> dict[str, Any]:
    user, known_at = request.user, _moment(request.query_params.get("known_at"))
    changes: list[Change] = []
    if question.compare_asked:
        compared = between(user, question.compare, question.on, question.filters, known_at, named=True)
        rows, changes = compared.now, compared.changes
    else:
        rows = as_of.portfolio(user, question.on, known_at, question.filters, ended=True)
    running = [row for row in rows if row.is_running]
    return {
        "as_of": question.on,
        "compare": question.compare if question.compare_asked else None,
        "counts": as_of.counts(running),
        "projects": running,
        "changes": changes,
    }


def _moment(text: str | None) -> Any:
    if not text:
        return None
    try:
        return serializers.DateTimeField().run_validation(text)
    except serializers.ValidationError:
        raise ValidationError({"known_at": [_("Write the moment as 2026-06-30T12:00+02:00.")]}) from None
