"""What search finds in this room: people by name and e-mail; and how rooms above find records by name."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.rights import Reader
from contacts.models import Affiliation, Person
from contacts.models.name_words import NAME_WORDS, near_to
from ui import near, search
from ui.search import Hit
from ui.text import words_in

# Of the rows that match by a word inside the name, so many are looked at before they are put in order.
LOOKED_AT = 300
# Of the names that begin nearly so, so many are compared.
CANDIDATES = 1000


def by_name(visible: Any, inside: Any, text: str, limit: int, *names: str, own: Any = None) -> list[Any]:
    """Those of `own`, then names that begin with the text, then those of the keys `inside`; all in one query, whose
    later parts PostgreSQL does not look at when the earlier have filled the limit."""
    begins = Q(search_key__startswith=text)
    parts = [*([] if own is None else [own]), visible.filter(begins), visible.filter(pk__in=inside).exclude(begins)]
    first, *then = (
        part.order_by("search_key").annotate(part=Value(number)).values(*names, "search_key", "part")[:limit]
        for number, part in enumerate(parts)
    )
    # Her own are among the others once more, so that as many again are asked for.
    rows = first.union(*then, all=True).order_by()[: limit if own is None else 2 * limit]
    ordered = sorted(rows, key=lambda row: (row["part"], row["search_key"]))
    found: dict[int, Any] = {}
    for row in ordered:
        found.setdefault(row["pk"], row)
    return list(found.values())[:limit]


def nearest(visible: Any, words: list[str], limit: int) -> list[int]:
    """Keys of the names nearest to the words: those that are `is_own` first, then those with the fewest errors. Only
    what is visible is looked at."""
    begun = visible.annotate(name_words=NAME_WORDS).filter(name_words=near_to(words)).order_by()
    rows = begun.values_list("pk", "search_key", "is_own")[:CANDIDATES]
    counted = [(not is_own, near.errors(words, words_in(name)), name, pk) for pk, name, is_own in rows]
    return [pk for *_order, pk in sorted(one for one in counted if one[1] is not None)[:limit]]


def find_people(user: Reader, words: list[str], limit: int) -> list[Hit]:
    text = " ".join(words)
    return _person_hits(by_name(_people_shown(user), _people_inside(text), text, limit, "pk", "name", "role"))


def near_people(user: Reader, words: list[str], limit: int) -> list[Hit]:
    keys = nearest(Person.objects.visible_to(user).annotate(is_own=Value(False)), words, limit)
    shown = _people_shown(user).filter(pk__in=keys).values("pk", "name", "role") if keys else []
    return _person_hits(sorted(shown, key=lambda row: keys.index(row["pk"])))


def _people_shown(user: Reader) -> QuerySet[Any, Any]:
    """The people whom the user may see, each with her main role, as far as the user may see it."""
    roles = Affiliation.objects.visible_to(user).filter(person=OuterRef("pk"), to_on=None)
    main = Subquery(roles.order_by("-is_main", "pk").values("organisation__name")[:1])
    return Person.objects.visible_to(user).annotate(role=main)


def _person_hits(rows: list[Any]) -> list[Hit]:
    return [
        Hit("person", row["name"], reverse("contacts:person_detail", args=[row["pk"]]), row["role"] or "", "user", rank)
        for rank, row in zip(range(len(rows), 0, -1), rows, strict=True)
    ]


def _people_inside(text: str) -> QuerySet[Any, Any]:
    """Keys by a word inside the name, or by the beginning of the e-mail unless she is protected."""
    everybody = Person.objects.order_by()
    mailed = everybody.alias(lower_email=Lower("email")).filter(lower_email__startswith=text, is_protected=False)
    keys = mailed.values("pk")[:LOOKED_AT]
    if "@" in text:
        return keys
    return keys.union(everybody.matching(text).values("pk")[:LOOKED_AT], all=True)


def register() -> None:
    search.register("people", _("People"), 20, find_people, near_people)
