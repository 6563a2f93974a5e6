"""JSON as programs send it: what is nested deeper than anything here, or holds text that no column does, is refused."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

# A status report is three deep, what is said of an import's columns five.
DEEPEST = 20


class PlainJSONParser(JSONParser):
    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            sent = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(_too_deep()) from None
        if wrong := dict(unreadable(sent)):
            raise serializers.ValidationError({path: [words] for path, words in wrong.items()})
        return sent


class PlainJSONField(serializers.JSONField):
    """JSON in a field of its own, which a form sends as text."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            said = super().to_internal_value(data)
        except RecursionError:
            raise serializers.ValidationError(_too_deep()) from None
        if wrong := dict(unreadable(said)):
            raise serializers.ValidationError(list(wrong.values()))
        return said


def unreadable(sent: Any) -> Iterator[tuple[str, str]]:
    """(where, why) of what cannot be read; looks at each level in turn, so that no depth is too deep for it."""
    level: list[tuple[str, Any]] = [("", sent)]
    for _depth in range(DEEPEST):
        yield from ((path, _("This text cannot be kept.")) for path, value in level if not _is_text(value))
        level = [one for path, value in level for one in _inside(path, value)]
    if level:
        yield "", _too_deep()


def _inside(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((path, name) for name in value)
        yield from ((f"{path}.{name}" if path else name, one) for name, one in value.items())
    elif isinstance(value, list):
        yield from ((path, one) for one in value)


def _is_text(value: Any) -> bool:
    """Neither a NUL nor half a character, which PostgreSQL does not hold."""
    return not isinstance(value, str) or ("\x00" not in value and not any("\ud800" <= one <= "\udfff" for one in value))


def _too_deep() -> str:
    return str(_("The request is nested too deeply."))
