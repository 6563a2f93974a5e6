"""What rooms above put on the client page: each registers a function that gives a section, or None."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crm.models import Client


@dataclass(frozen=True)
class Section:
    """A template under templates/<room>/ and what it shows; at most one query for its rows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


client_sections: list[Callable[[Client, Any], Section | None]] = []


def sections_of(client: Client, user: Any) -> list[Section]:
    built = (build(client, user) for build in client_sections)
    return [section for section in built if section]
