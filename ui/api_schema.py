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
ANY_TEXT, SOME_TEXT = r"^[^\x00]*$", r"^[^\x00]*[^\s\x00][^\x00]*$"
# A day in a year that a record can be of (ui.asked).
_YEAR, _LEAP = "(?:19|20|21)[0-9]{2}", "(?:(?:19|21)(?:0[48]|[2468][048]|[13579][26])|20(?:[02468][048]|[13579][26]))"
_MONTHS = "(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31"
DAY = {"type": "string", "pattern": f"^(?:{_YEAR}-(?:{_MONTHS})|{_LEAP}-02-29)$"}
# A clock time of a place has no offset, so that it is no RFC 3339 "time".
CLOCK = {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"}


class Schema(AutoSchema):
    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        self._say_what_is_asked(operation.get("parameters", []))
        if self._is_of_a_version():
            operation.setdefault("parameters", []).append(IF_MATCH)
        elif self._sets_anew():
            operation.setdefault("parameters", []).append(IF_MATCH | {"required": False})
        operation["responses"] = {**self._refusals(), **operation["responses"]}
        return operation

    def _say_what_is_asked(self, parameters: list[dict[str, Any]]) -> None:
        nouns = _nouns_of_filters(self.view)
        for one in parameters:
            schema = one["schema"]
            if one["in"] == "query" and one["name"] in nouns:
                schema["x-noun"] = nouns[one["name"]]
            if schema.get("type") == "string" and not schema.keys() & {"enum", "format", "pattern"}:
                schema["pattern"] = ANY_TEXT

    def _is_of_a_version(self) -> bool:
        view: Any = self.view
        changes = self.method in {"POST", "PATCH", "PUT", "DELETE"} and getattr(view, "detail", False)
        return changes and isinstance(view, Versioned) and getattr(view, "action", "") not in view.unversioned

    def _sets_anew(self) -> bool:
        return self.method == "POST" and getattr(self.view, "sets_anew", False)

    def _refusals(self) -> dict[str, Any]:
        refused = WRITES_REFUSED if self.method != "GET" else REFUSED
        refused = VERSIONS_REFUSED if self._is_of_a_version() or self._sets_anew() else refused
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
        if noun := _noun_of(field):
            _key_of(mapped, noun)
        if isinstance(field, serializers.TimeField):
            return _as_clock(mapped)
        if isinstance(field, serializers.DecimalField) and "pattern" in mapped:
            mapped["pattern"] = _of_amounts(mapped["pattern"], field)
        if isinstance(field, serializers.CharField) and direction == "request":
            _as_text(mapped, field)
        return mapped

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        mapped = super()._map_serializer(serializer, direction, bypass_extensions)
        if direction == "request" and not getattr(serializer, "partial", False):
            for word, names in getattr(serializer, "needs_of", {}).items():
                mapped[word] = [{"required": [name]} for name in names]
        return mapped


def _noun_of(field: Any) -> str:
    """Of what a field holds the key, or keys; "" when it is none."""
    related = getattr(field, "child_relation", field)
    if not isinstance(related, serializers.PrimaryKeyRelatedField):
        return ""
    queryset = getattr(related, "queryset", None)
    model: Any = getattr(related, "model", None) or (queryset.model if queryset is not None else _related_model(field))
    return str(model._meta.model_name)


def _related_model(field: Any) -> Any:
    return field.parent.Meta.model._meta.get_field(field.source).related_model


def _key_of(mapped: dict[str, Any], noun: str) -> None:
    mapped.get("items", mapped)["x-noun"] = noun


def _nouns_of_filters(view: Any) -> dict[str, str]:
    """Of what a list is narrowed by the key."""
    filterset = getattr(view, "filterset_class", None)
    fields = getattr(view, "filterset_fields", ()) if filterset is None else ()
    found = {name: view.queryset.model._meta.get_field(name) for name in fields}
    nouns = {name: field.related_model for name, field in found.items() if field.is_relation}
    for name, one in getattr(filterset, "base_filters", {}).items():
        if "queryset" in one.extra:
            nouns[name] = one.extra["queryset"].model
    return {name: str(model._meta.model_name) for name, model in nouns.items()}


def _of_amounts(pattern: str, field: Any) -> str:
    pattern = pattern.replace(r"\d{0,", "[0-9]{1,", 1).replace(r"\d", "[0-9]")
    return pattern.replace("-?", "", 1) if field.min_value == 0 else pattern


def _as_text(mapped: dict[str, Any], field: Any) -> None:
    """Without NUL; and with something in it, where it may not be blank."""
    if mapped.get("type") == "string" and not mapped.keys() & {"enum", "format", "pattern"}:
        mapped["pattern"] = ANY_TEXT if field.allow_blank else SOME_TEXT


def _may_be_blank(field: Any) -> bool:
    model: Any = getattr(getattr(field.parent, "Meta", None), "model", None)
    names = {one.name for one in model._meta.fields} if model else set()
    return field.source in names and model._meta.get_field(field.source).blank


def _as_clock(mapped: dict[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in mapped.items() if name != "format"} | CLOCK
