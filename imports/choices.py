"""What a person may choose about a file as a whole, kept on the import.

{"separator": ";", "encoding": "cp1252", "hidden": true, "orders": {column: order of days}, "lines": [[sheet, number]]}
where `lines` are taken as rows although they look as if they were none.
"""

from collections.abc import Mapping
from typing import Any

from imports.days import ORDERS
from imports.encodings import CHOICES as ENCODINGS
from imports.tables import SEPARATORS

Choices = dict[str, Any]


def clean(typed: Mapping[str, Any]) -> Choices:
    """What of it can be chosen at all; the rest is left out."""
    found: Choices = {}
    if typed.get("separator") in [*SEPARATORS]:
        found["separator"] = typed["separator"]
    if typed.get("encoding") in ENCODINGS:
        found["encoding"] = typed["encoding"]
    if typed.get("hidden") is True:
        found["hidden"] = True
    found["orders"] = {str(name): order for name, order in _pairs(typed, "orders") if order in ORDERS}
    found["lines"] = _lines(typed.get("lines"))
    return {name: value for name, value in found.items() if value}


def _lines(value: Any) -> list[list[Any]]:
    pairs = [one for one in value if isinstance(one, list) and len(one) == 2] if isinstance(value, list) else []
    return [[sheet, row] for sheet, row in pairs if isinstance(sheet, str) and type(row) is int]


def _pairs(typed: Mapping[str, Any], name: str) -> list[tuple[Any, Any]]:
    value = typed.get(name)
    return list(value.items()) if isinstance(value, dict) else []
