"""Text as people write it: what no page, database or paper can show is cleaned away at the doors, or refused."""

import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions, parsers, serializers

# PostgreSQL holds none of these, and nobody types one.
UNTYPED = re.compile("[\0\ud800-\udfff]")
# Controls but for tab and line breaks, and what Unicode keeps for nobody's use.
CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
UNLIKE = re.compile(f"\r|{CONTROL.pattern}")


def cleaned(text: str) -> str:
    """Without control characters; quotation marks and dashes that old Windows programs write as such are read so. Lines
    end alike: a browser ends each with CRLF, and a text opened and saved untouched would be another."""
    return CONTROL.sub(_meant, text.replace("\r\n", "\n").replace("\r", "\n"))


def _meant(control: re.Match[str]) -> str:
    code = ord(control[0])
    return bytes([code]).decode("cp1252", "ignore") if 0x80 <= code <= 0x9F else ""


# A status report is three deep, what is said of an import's columns five.
DEEPEST = 20


class JSONParser(parsers.JSONParser):
    """What is sent to the API, cleaned."""

    def parse(self, *arguments: Any, **options: Any) -> Any:
        try:
            return _cleaned_json(super().parse(*arguments, **options))
        except RecursionError:
            raise exceptions.ParseError(_("The request could not be read.")) from None


class JSONField(serializers.JSONField):
    """JSON in a field of its own, which a form sends as text; cleaned."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return _cleaned_json(super().to_internal_value(data))
        except RecursionError:
            self.fail("invalid")


def _cleaned_json(sent: Any, depth: int = 0) -> Any:
    if depth > DEEPEST:
        raise exceptions.ParseError(_("The request is nested too deeply."))
    if isinstance(sent, dict):
        return {_cleaned_json(name): _cleaned_json(value, depth + 1) for name, value in sent.items()}
    if isinstance(sent, list):
        return [_cleaned_json(value, depth + 1) for value in sent]
    if isinstance(sent, str):
        if UNTYPED.search(sent):
            raise exceptions.ParseError(_("A text holds a character that cannot be kept."))
        return cleaned(sent)
    return sent
