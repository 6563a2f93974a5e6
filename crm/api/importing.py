"""Imports at the API: bring a file, see what will come of its rows, decide, take in."""

from typing import Any, ClassVar, cast

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.requests import user_of
from imports import carrying, kinds, mapping, staging
from imports.models import ImportRow, ImportRun, ImportState, RowOutcome
from imports.preview import shown_text
from imports.readable import as_read
from imports.reading import UnreadableFile, check_size
from ui import asked
from ui.api import KeysetPagination, read_as
from ui.api_once import Once
from ui.plain_text import JSONField, JSONParser
from ui.waking import wake


class ImportSerializer(serializers.ModelSerializer[ImportRun]):
    """`columns` is sheet → {sheet, row, columns}: the file's sheet, its heading row, Fyr's column per heading; `more`
    holds other sheets of the file in the same form.

    `reading` is what was seen in the file beside its rows: every line that was left and why, its sheets, the headings
    that no column is. `choices` is what was said of it as a whole: separator, encoding, hidden, orders, defaults.
    """

    columns = serializers.JSONField(source="mapping", read_only=True)
    reading = serializers.JSONField(read_only=True)
    choices = serializers.JSONField(read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    failure = serializers.CharField(read_only=True)

    class Meta:
        model = ImportRun
        fields = [
            "id", "kind", "file_name", "state", "columns", "choices", "reading", "counts", "rows_total", "rows_done",
            "failure", "by", "created_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class FileSerializer(serializers.Serializer[Any]):
    """Without `kind`, the one whose headings the file names most of."""

    file = serializers.FileField()
    kind = serializers.CharField(max_length=40, required=False, default="")

    def validate_kind(self, text: str) -> str:
        kind = kinds.named(text) if text else None
        if text and kind is None:
            raise serializers.ValidationError(_("There is no such kind of import."))
        return kind.CODE if kind else ""


class ColumnsSerializer(serializers.Serializer[Any]):
    columns = JSONField()
    choices = JSONField(required=False)

    def validate_choices(self, value: Any) -> Any:
        if not isinstance(value, dict):
            raise serializers.ValidationError(_("Say it as an object."))
        return value

    def validate_columns(self, value: Any) -> Any:
        kind = self.context["run"].kind
        sheets = kinds.KINDS[kind].SHEETS
        for name, one in value.items() if isinstance(value, dict) else [("", None)]:
            known = {column.name for column in sheets.get(name, ())} | {""}
            more = one.get("more", []) if isinstance(one, dict) else None
            each = [one, *more] if isinstance(more, list) else [None]
            if name not in sheets or not all(_is_whole(part, known) for part in each):
                raise serializers.ValidationError(_("Say sheet, row and columns for each sheet of the kind."))
        return value


def _is_whole(one: Any, known: set[str]) -> bool:
    if not isinstance(one, dict) or not {"sheet", "row", "columns"} <= one.keys():
        return False
    columns, layout = one["columns"], one.get("layout", "")
    is_said = (
        _are_texts(one) and isinstance(one["sheet"], str) and isinstance(one["row"], int) and isinstance(layout, str)
    )
    return is_said and isinstance(columns, list) and all(isinstance(name, str) and name in known for name in columns)


def _are_texts(one: dict[str, Any]) -> bool:
    """What all rows say for columns that the file has not, if that is said."""
    said = one.get("defaults", {})
    return isinstance(said, dict) and all(isinstance(text, str) for text in said.values())


class ChoiceSerializer(serializers.Serializer[Any]):
    """One choice for every row whose problem has this code."""

    code = serializers.ChoiceField([code for code, _choice in staging.OFFERED])
    choice = serializers.ChoiceField([choice for _code, choice in staging.OFFERED])


class ImportRowSerializer(serializers.ModelSerializer[ImportRow]):
    """`cells` as read or mended; a personal number is not repeated. `changes` is what a row that updates sets of the
    record here, [{column, before, after}], `before` being "" where it fills in what is empty. What a row says of a
    record that the reader may no longer read is one problem, "unreadable", and no changes. `fixes` is column → text, or
    "choice"."""

    cells = serializers.SerializerMethodField()
    fixes = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=1000), write_only=True)

    class Meta:
        model = ImportRow
        fields = ["id", "sheet", "number", "outcome", "cells", "problems", "changes", "fixes"]
        read_only_fields = ["sheet", "number", "outcome", "problems", "changes"]

    def get_cells(self, row: ImportRow) -> dict[str, str]:
        return {name: shown_text(row, name) for name in row.cells}


class RowPagination(KeysetPagination):
    page_size = 100


DECIDED = "an import is its bringer’s own; the last decision holds until it is carried out"


class ImportViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[ImportRun]):
    unversioned: ClassVar[dict[str, str]] = {
        "columns": DECIDED,
        "row": DECIDED,
        "choose_all": DECIDED,
        "carry_out": "its state lets it happen once; again changes nothing",
    }
    basename = "import"
    queryset = ImportRun.objects.none()
    serializer_class = ImportSerializer
    parser_classes = [MultiPartParser, JSONParser]
    ordering = ("-pk",)

    def get_queryset(self) -> Any:
        return ImportRun.objects.visible_to(self.request.user).defer("content").order_by(*self.ordering)

    @extend_schema(request={"multipart/form-data": FileSerializer}, responses={201: ImportSerializer})
    def create(self, request: Request) -> Response:
        """The file's rows are checked by a worker; with headings Fyr does not know, say its `columns` first."""
        typed = read_as(FileSerializer, self)
        run = _received(request, **typed.validated_data)
        if run.state == ImportState.UPLOADED and not mapping.wrong(run.kind, run.mapping):
            staging.match(run, run.kind, run.mapping, by=user_of(request))
        wake(run)
        return Response(self._data(run), status=status.HTTP_201_CREATED)

    @extend_schema(request={"application/json": ColumnsSerializer}, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def columns(self, request: Request, pk: str | None = None) -> Response:
        """Which column each heading is; the rows are checked anew."""
        run = self.get_object()
        typed = read_as(ColumnsSerializer, self, run=run)
        said = typed.validated_data
        if told := staging.match(run, run.kind, said["columns"], by=user_of(request), choices=said.get("choices")):
            raise serializers.ValidationError({"columns": told})
        wake(run)
        return Response(self._data(run))

    @extend_schema(
        parameters=[OpenApiParameter("outcome", OpenApiTypes.STR, enum=RowOutcome.values)],
        responses=ImportRowSerializer(many=True),
    )
    @action(detail=True, methods=["get"], pagination_class=RowPagination, url_path="rows")
    def rows(self, request: Request, pk: str | None = None) -> Response:
        """The rows with what will come of each, and what is wrong in it."""
        run = self.get_object()
        rows = run.rows.order_by("pk")
        if (outcome := request.query_params.get("outcome", "")) in RowOutcome.values:
            rows = rows.filter(outcome=outcome)
        self.ordering = ("pk",)
        page: Any = self.paginate_queryset(cast(Any, rows))
        return self.get_paginated_response(ImportRowSerializer(as_read(run, page, user_of(request)), many=True).data)

    @extend_schema(request={"application/json": ImportRowSerializer}, responses=ImportRowSerializer)
    @action(detail=True, methods=["patch"], url_path=r"rows/(?P<row>\d+)")
    def row(self, request: Request, pk: str | None = None, row: str = "") -> Response:
        """Mend cells of a row, or choose: {"fixes": {"choice": "same:12" | "new" | "skip"}}."""
        run, key = self.get_object(), asked.key(row)
        if run.state not in staging.DECIDABLE or key is None or not run.rows.filter(pk=key).exists():
            raise Http404
        typed = read_as(ImportRowSerializer, self)
        staging.decide(run, {key: typed.validated_data["fixes"]}, by=user_of(request))
        [decided] = as_read(run, run.rows.filter(pk=key), user_of(request))
        return Response(ImportRowSerializer(decided).data)

    @extend_schema(request={"application/json": ChoiceSerializer}, responses=ImportSerializer)
    @action(detail=True, methods=["post"], url_path="choose-all")
    def choose_all(self, request: Request, pk: str | None = None) -> Response:
        """ "more_people": "join" (one company's further rows are its people); "differs": "take" (as in the file)."""
        run = self.get_object()
        typed = read_as(ChoiceSerializer, self)
        if run.state not in staging.DECIDABLE:
            raise Http404
        staging.choose_all(run, **typed.validated_data, by=user_of(request))
        return Response(self._data(run))

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"], url_path="carry-out")
    def carry_out(self, request: Request, pk: str | None = None) -> Response:
        """A worker takes in what is ready; follow `state`."""
        run = self.get_object()
        if carrying.begin(run, by=user_of(request)):
            wake(run)
        return Response(self._data(run))

    def _data(self, run: ImportRun) -> Any:
        return self.get_serializer(self.get_queryset().get(pk=run.pk)).data


def _received(request: Request, file: Any, kind: str) -> ImportRun:
    try:
        check_size(file.size)
        return staging.receive(kind, file.name, file.read(), by=user_of(request))
    except UnreadableFile as refused:
        raise serializers.ValidationError({"file": [str(refused)]}) from None
