"""Search over all rooms: each room registers a provider that answers what its user may see, and one that forgives
typing errors, which is asked when little is called so exactly."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ui import near
from ui.text import fold, words_in
from ui.who import Somebody

# So few hits may be none of what is meant.
FEW = 3


@dataclass(frozen=True)
class Hit:
    """One thing found; a higher `rank` stands first within its noun."""

    noun: str
    title: str
    url: str
    second: str = ""
    icon: str = "search"
    rank: float = 0


Provider = Callable[[Somebody, list[str], int], list[Hit]]
providers: dict[str, tuple[Any, Provider]] = {}
places: dict[str, int] = {}
forgiving: dict[str, Provider] = {}


def register(name: str, label: Any, place: int, provider: Provider, nearly: Provider | None = None) -> None:
    """`provider(user, folded words, limit)`; `label` heads its group, which stands at its `place` among the others.
    `nearly` is asked for words of letters and digits alone, and answers what has each but for typing errors
    (`ui.near`). Registered from AppConfig.ready()."""
    providers[name] = (label, provider)
    places[name] = place
    for one in sorted(providers, key=lambda one: places[one]):
        providers[one] = providers.pop(one)
    if nearly:
        forgiving[name] = nearly


def find(user: Somebody, query: str, limit: int = 6, ways: list[Hit] | None = None) -> list[tuple[str, list[Hit]]]:
    """Groups of hits, (label, hits), in their order, then the `ways` that are called so, and last what is only spelled
    nearly so: Enter opens the first. No records for an empty query."""
    words = fold(query).split()[:8]
    groups = [(str(label), provider(user, words, limit)) for label, provider in providers.values()] if words else []
    found = [(label, hits) for label, hits in groups if hits]
    hits = [hit for _label, some in found for hit in some]
    if ways:
        found.append((_("Go to"), ways))
    if words and len(hits) < FEW and (nearly := _nearly(user, words_in(query)[:8], limit, {hit.url for hit in hits})):
        found.append((_("Spelled nearly so"), nearly))
    return found


def _nearly(user: Somebody, words: list[str], limit: int, known: set[str]) -> list[Hit]:
    if not any(near.is_long_enough(word) for word in words):
        return []
    hits = [hit for provider in forgiving.values() for hit in provider(user, words, limit)]
    return [hit for hit in hits if hit.url not in known][:limit]
