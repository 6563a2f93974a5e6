"""What search finds in this room: clients and other organisations by name and number, people by name and e-mail."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.models import Affiliation, Client, Organisation, OrganisationKind, Person, Stage
from crm.models.name_words import number_prefix
from ui import search
from ui.search import Hit
from ui.text import fold

# Of the rows that match by a word inside the name, so many are looked at before they are put in order.
LOOKED_AT = 300
ABOUT = ("pk", "name", "kind", "client__pk", "client__stage")


def find_organisations(user: Any, words: list[str], limit: int) -> list[Hit]:
    visible = Organisation.objects.visible_to(user)
    text = " ".join(words)
    if number_prefix(text):
        rows = list(visible.matching(text).order_by().values(*ABOUT, place=F("municipality__name"))[:limit])
    else:
        inside = Organisation.objects.matching(text).order_by().values("pk")[:LOOKED_AT]
        shown = visible.annotate(place=F("municipality__name"))
        rows = _by_name(shown, inside, text, limit, *ABOUT, "place")
    return [_organisation_hit(row, rank) for rank, row in enumerate(reversed(rows))][::-1]


def _by_name(visible: Any, inside: Any, text: str, limit: int, *names: str) -> list[Any]:
    """Names that begin with the text, then those of the keys `inside`; all in one query, whose second half PostgreSQL
    does not look at when the first has filled the limit."""
    begins = Q(search_key__startswith=text)
    halves = [visible.filter(begins), visible.filter(pk__in=inside).exclude(begins)]
    first, then = (
        half.order_by("search_key").annotate(half=Value(number)).values(*names, "search_key", "half")[:limit]
        for number, half in enumerate(halves)
    )
    return sorted(first.union(then, all=True).order_by()[:limit], key=lambda row: (row["half"], row["search_key"]))


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
    roles = Affiliation.objects.visible_to(user).filter(person=OuterRef("pk"), to_on=None)
    main = Subquery(roles.order_by("-is_main", "pk").values("organisation__name")[:1])
    visible = Person.objects.visible_to(user).annotate(role=main)
    rows = _by_name(visible, _people_inside(text), text, limit, "pk", "name", "role")
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
    search.register("organisations", _("Clients and organisations"), find_organisations)
    search.register("people", _("People"), find_people)


def find_clients(user: Any, query: str, limit: int) -> list[int]:
    """Keys of clients whose name or number matches, by name."""
    if not query.strip():
        return []
    organisations = Organisation.objects.matching(fold(query)).values("pk")
    clients = Client.objects.visible_to(user).filter(organisation__in=organisations)
    return list(clients.values_list("pk", flat=True)[:limit])
