"""What the API's description says once for every operation: how it refuses, and which version a change is of."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

from ui.api import PROBLEM, Versioned

REFUSED = {
    400: "The request has errors, or breaks a rule.",
    401: "Nobody is signed in.",
    403: "Not allowed.",
    404: "Not found.",
    405: "The address does not have this method.",
    406: "The API answers in JSON only.",
    429: "Too many requests; see Retry-After.",
}
WRITES_REFUSED = REFUSED | {
    409: "The record has gone on, or the Idempotency-Key came before with other content.",
    413: "Too large.",
    415: "The API does not read this kind of content.",
}
VERSIONS_REFUSED = WRITES_REFUSED | {
    412: "The record has changed since it was read; `current` is the record as it is now.",
    428: "If-Match is needed.",
}
ERROR = {name: {"type": "string"} for name in ("field", "code", "message")}
PROBLEM_SCHEMA = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status"],
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "detail")},
        "status": {"type": "integer"},
        "errors": {"type": "array", "items": {"type": "object", "properties": ERROR}},
        "current": {"type": ["object", "null"], "additionalProperties": {}},
    },
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": r'^(\*|"[0-9]{1,18}")$'},
    "description": "The ETag of the record as it was read, or * for whichever it is now.",
}
# A clock time of a place has no offset, so that it is no RFC 3339 "time".
CLOCK = {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"}


class Schema(AutoSchema):
    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        if self._is_of_a_version():
            operation.setdefault("parameters", []).append(IF_MATCH)
        operation["responses"] = {**self._refusals(), **operation["responses"]}
        return operation

    def _is_of_a_version(self) -> bool:
        view: Any = self.view
        changes = self.method in {"POST", "PATCH"} and getattr(view, "detail", False)
        return changes and isinstance(view, Versioned) and getattr(view, "action", "") not in view.unversioned

    def _refusals(self) -> dict[str, Any]:
        refused = WRITES_REFUSED if self.method != "GET" else REFUSED
        refused = VERSIONS_REFUSED if self._is_of_a_version() else refused
        content = {PROBLEM: {"schema": self._problem().ref}}
        return {str(status): {"description": text, "content": content} for status, text in refused.items()}

    def _problem(self) -> ResolvedComponent:
        problem = ResolvedComponent("Problem", ResolvedComponent.SCHEMA, PROBLEM_SCHEMA, "Problem")
        self.registry.register_on_missing(problem)
        return problem

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        if isinstance(field, serializers.ChoiceField) and field.read_only and _may_be_blank(field):
            field.allow_blank = True
        mapped = super()._map_serializer_field(field, direction, bypass_extensions)
        if isinstance(field, serializers.TimeField):
            return _as_clock(mapped)
        if isinstance(field, serializers.DecimalField) and "pattern" in mapped:
            mapped["pattern"] = mapped["pattern"].replace(r"\d{0,", "[0-9]{1,", 1).replace(r"\d", "[0-9]")
        return mapped


def _may_be_blank(field: Any) -> bool:
    model: Any = getattr(getattr(field.parent, "Meta", None), "model", None)
    names = {one.name for one in model._meta.fields} if model else set()
    return field.source in names and model._meta.get_field(field.source).blank


def _as_clock(mapped: dict[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in mapped.items() if name != "format"} | CLOCK
