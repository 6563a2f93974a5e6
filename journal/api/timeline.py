"""A record's timeline at the API."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journal.timeline import Line, timeline
from ui import asked


class EntrySerializer(serializers.Serializer[Line]):
    """What happened; `facts` holds what the sentence needs and the subject does not keep, never what people write."""

    id = serializers.IntegerField(source="entry.pk")
    verb = serializers.CharField(source="entry.verb")
    on = serializers.DateField()
    at = serializers.SerializerMethodField(help_text="Null for a meeting of which only the day is known.")
    recorded_at = serializers.DateTimeField(source="entry.recorded_at")
    by = serializers.IntegerField(source="entry.by_id", allow_null=True)
    subject = serializers.SerializerMethodField()
    facts = serializers.SerializerMethodField(help_text="Of `changes`, texts are read from the record's history.")
    said = serializers.CharField(help_text="What somebody wrote of it: a reason, the title of what was added.")

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_at(self, line: Line) -> datetime | None:
        is_of_day = line.entry.verb in {"meeting.logged", "meeting.planned"} and not line.subject.is_time_known  # type: ignore[attr-defined]
        return None if is_of_day else line.entry.at

    def get_facts(self, line: Line) -> dict[str, Any]:
        return line.entry.facts | ({"changes": line.changes} if line.changes else {})

    def get_subject(self, line: Line) -> dict[str, Any]:
        return {"noun": line.subject._meta.model_name, "id": line.subject.pk, "name": str(line.subject)}


def timeline_page(request: Request, record: Any) -> Response:
    """`?noun=` narrows; `?before=` is the `next` of the page before."""
    before = asked.key(request.query_params.get("before"))
    shown = timeline(record, request.user, request.query_params.get("noun"), before)
    entries = [EntrySerializer(line).data for line in shown.lines]
    return Response({"counts": shown.counts, "next": shown.next, "results": entries})
