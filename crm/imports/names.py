"""Companies' names as the same or alike: "Voltlab", "VOLTLAB AB" and "Voltlab AB (publ)" have one core."""

import re
from collections import defaultdict
from collections.abc import Iterable

from crm.models import Organisation
from ui.text import fold

FORMS = [
    "ab (publ)",
    "ab",
    "hb",
    "kb",
    "ek. for.",
    "ek for",
    "aktiebolag",
    "handelsbolag",
    "oy",
    "as",
    "aps",
    "ltd",
    "inc",
]
FORM = re.compile(r"[ ,]+(?:" + "|".join(re.escape(form) for form in FORMS) + r")\.?$")


def core(name: str) -> str:
    """The folded name without its legal form and punctuation."""
    text = fold(name)
    while (shorter := FORM.sub("", text)) != text:
        text = shorter
    return " ".join(re.sub(r"[^\w&+]+", " ", text).split())


def by_core(texts: Iterable[str]) -> dict[str, list[Organisation]]:
    """The known organisations whose core is that of one of these names; one query over the prefix index."""
    texts = list(texts)
    cores = {core(text) for text in texts if text}
    variants = {variant for one in cores for variant in (one, *(f"{one} {form}" for form in FORMS))}
    variants |= {fold(text) for text in texts}
    found: dict[str, list[Organisation]] = defaultdict(list)
    for organisation in Organisation.objects.filter(search_key__in=variants).select_related("client"):
        found[core(organisation.name)].append(organisation)
    return found
