"""Search over all rooms: each room registers a provider that answers what its user may see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ui.text import fold


@dataclass(frozen=True)
class Hit:
    """One thing found; a higher `rank` stands first within its noun."""

    noun: str
    title: str
    url: str
    second: str = ""
    icon: str = "search"
    rank: float = 0


Provider = Callable[[Any, list[str], int], list[Hit]]
providers: dict[str, tuple[Any, Provider]] = {}


def register(name: str, label: Any, provider: Provider) -> None:
    """`provider(user, folded words, limit)`; `label` heads its group. Registered from AppConfig.ready()."""
    providers[name] = (label, provider)


def find(user: Any, query: str, limit: int = 6) -> list[tuple[str, list[Hit]]]:
    """Groups of hits, (label, hits), in the order of registration; nothing for an empty query."""
    words = fold(query).split()[:8]
    if not words:
        return []
    groups = [(str(label), provider(user, words, limit)) for label, provider in providers.values()]
    return [(label, hits) for label, hits in groups if hits]
