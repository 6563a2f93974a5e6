"""The known organisations by the core of their names, for rows that speak of them by name."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from crm.models import Organisation
from crm.models.name_words import core, variants
from ui.text import fold

__all__ = ["by_core", "core"]


def by_core(texts: Iterable[str], among: QuerySet[Organisation]) -> dict[str, list[Organisation]]:
    """Those `among` whose core is that of one of these names; one query over the prefix index."""
    texts = list(texts)
    keys = variants(core(text) for text in texts if text) | {fold(text) for text in texts}
    found: dict[str, list[Organisation]] = defaultdict(list)
    for organisation in among.filter(search_key__in=keys).select_related("client"):
        found[core(organisation.name)].append(organisation)
    return found
