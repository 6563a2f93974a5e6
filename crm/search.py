"""What search finds in this room: clients and other organisations by name and number, the user's own clients first;
people by name and e-mail."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.models import Affiliation, Client, Organisation, OrganisationKind, Person, Stage
from crm.models.name_words import NAME_WORDS, near_to, number_prefix
from ui import near, search
from ui.search import Hit
from ui.text import fold, words_in

# Of the rows that match by a word inside the name, so many are looked at before they are put in order.
LOOKED_AT = 300
# Of the names that begin nearly so, so many are compared.
CANDIDATES = 1000
ABOUT = ("pk", "name", "kind", "client__pk", "client__stage")


def find_organisations(user: Any, words: list[str], limit: int) -> list[Hit]:
    visible = Organisation.objects.visible_to(user)
    text = " ".join(words)
    if number_prefix(text):
        rows = list(visible.matching(text).order_by().values(*ABOUT, place=F("municipality__name"))[:limit])
    else:
        inside = Organisation.objects.matching(text).order_by().values("pk")[:LOOKED_AT]
        shown = visible.annotate(place=F("municipality__name"))
        own = shown.filter(client__lead=user.pk).matching(text)
        rows = _by_name(shown, inside, text, limit, *ABOUT, "place", own=own)
    return _organisation_hits(rows)


def _by_name(visible: Any, inside: Any, text: str, limit: int, *names: str, own: Any = None) -> list[Any]:
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


def near_organisations(user: Any, words: list[str], limit: int) -> list[Hit]:
    """Names that have each word but for typing errors, the user's own clients first."""
    visible = Organisation.objects.visible_to(user)
    keys = _nearest(visible.annotate(is_own=Q(client__lead=user.pk)), words, limit)
    shown = visible.filter(pk__in=keys).annotate(place=F("municipality__name")).values(*ABOUT, "place") if keys else []
    return _organisation_hits(sorted(shown, key=lambda row: keys.index(row["pk"])))


def _nearest(visible: Any, words: list[str], limit: int) -> list[int]:
    """Keys of the names nearest to the words: those that are `is_own` first, then those with the fewest errors. Only
    what is visible is looked at."""
    begun = visible.annotate(name_words=NAME_WORDS).filter(name_words=near_to(words)).order_by()
    rows = begun.values_list("pk", "search_key", "is_own")[:CANDIDATES]
    counted = [(not is_own, near.errors(words, words_in(name)), name, pk) for pk, name, is_own in rows]
    return [pk for *_order, pk in sorted(one for one in counted if one[1] is not None)[:limit]]


def _organisation_hits(rows: Iterable[dict[str, Any]]) -> list[Hit]:
    listed = list(rows)
    return [_organisation_hit(row, rank) for row, rank in zip(listed, range(len(listed), 0, -1), strict=True)]


def _organisation_hit(row: dict[str, Any], rank: int) -> Hit:
    place = row["place"] or ""
    if row["client__pk"]:
        what, url = dict(Stage.choices)[row["client__stage"]], reverse("crm:client_detail", args=[row["client__pk"]])
    else:
        what = dict(OrganisationKind.choices)[row["kind"]]
        url = reverse("crm:organisation_detail", args=[row["pk"]])
    second = ", ".join(str(one) for one in (what, place) if one)
    return Hit("client" if row["client__pk"] else "organisation", row["name"], url, second, "building-2", rank)


def find_people(user: Any, words: list[str], limit: int) -> list[Hit]:
    text = " ".join(words)
    return _person_hits(_by_name(_people_shown(user), _people_inside(text), text, limit, "pk", "name", "role"))


def near_people(user: Any, words: list[str], limit: int) -> list[Hit]:
    keys = _nearest(Person.objects.visible_to(user).annotate(is_own=Value(False)), words, limit)
    shown = _people_shown(user).filter(pk__in=keys).values("pk", "name", "role") if keys else []
    return _person_hits(sorted(shown, key=lambda row: keys.index(row["pk"])))


def _people_shown(user: Any) -> QuerySet[Any, Any]:
    """The people whom the user may see, each with her main role, as far as the user may see it."""
    roles = Affiliation.objects.visible_to(user).filter(person=OuterRef("pk"), to_on=None)
    main = Subquery(roles.order_by("-is_main", "pk").values("organisation__name")[:1])
    return Person.objects.visible_to(user).annotate(role=main)


def _person_hits(rows: list[Any]) -> list[Hit]:
    return [
        Hit("person", row["name"], reverse("crm:person_detail", args=[row["pk"]]), row["role"] or "", "user", rank)
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
    search.register("organisations", _("Clients and organisations"), find_organisations, near_organisations)
    search.register("people", _("People"), find_people, near_people)


def find_clients(user: Any, query: str, limit: int) -> list[int]:
    """Keys of clients whose name or number matches, by name."""
    if not query.strip():
        return []
    organisations = Organisation.objects.matching(fold(query)).values("pk")
    clients = Client.objects.visible_to(user).filter(organisation__in=organisations)
    return list(clients.values_list("pk", flat=True)[:limit])
