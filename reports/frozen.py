"""What of a run's frozen data a reader may see: a field is shown only when its kind has said on what it hangs."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from reports.sight import Sight


class Hangs(Enum):
    """On the project the row is about; on organisations, as [[key, name], …]; or on our staff, whom all may know."""

    PROJECT = "project"
    ORGANISATIONS = "organisations"
    STAFF = "staff"


def readable(frozen: Iterable[Mapping[str, Any]], declared: Mapping[str, Hangs], seen: Sight) -> list[dict[str, Any]]:
    """The rows of projects that the reader sees, each with the declared fields as far as she may know them."""
    return [_cut(row, declared, seen) for row in frozen if row["project"] in seen.projects]


def _cut(row: Mapping[str, Any], declared: Mapping[str, Hangs], seen: Sight) -> dict[str, Any]:
    return {name: _known(row[name], hangs, seen) for name, hangs in declared.items() if name in row}


def _known(value: Any, hangs: Hangs, seen: Sight) -> Any:
    if hangs is Hangs.ORGANISATIONS:
        return [(key, name) for key, name in value if key in seen.organisations]
    return value
