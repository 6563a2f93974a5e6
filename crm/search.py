"""What search finds in this room: clients and other organisations by name and number, people by name and e-mail."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
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


def find_organisations(user: Any, words: list[str], limit: int) -> list[Hit]:
    visible = Organisation.objects.visible_to(user)
    text = " ".join(words)
    if number_prefix(text):
        rows = list(_shown(visible.matching(text).order_by())[:limit])
    else:
        inside = Organisation.objects.matching(text).order_by().values("pk")[:LOOKED_AT]
        rows = _by_name(_shown(visible), visible.filter(pk__in=inside), _shown, text, limit)
    return [_organisation_hit(row, rank) for rank, row in enumerate(reversed(rows))][::-1]


def _shown(rows: QuerySet[Organisation]) -> QuerySet[Any, Any]:
    return rows.values("pk", "name", "search_key", "kind", "client__pk", "client__stage", place=F("municipality__name"))


def _by_name(begun: Any, inside: Any, shown: Callable[[Any], Any], text: str, limit: int) -> list[dict[str, Any]]:
    """Names that begin with the text, then the others of `inside`, each by name: one query, whose second half is not
    asked for when the first is enough."""
    first = begun.filter(search_key__startswith=text).order_by("search_key")[:limit]
    second = shown(inside.exclude(search_key__startswith=text)).order_by("search_key")[:limit]
    rows = first.union(second, all=True).order_by()[:limit]
    return sorted(rows, key=lambda row: (not row["search_key"].startswith(text), row["search_key"]))


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
    visible = Person.objects.visible_to(user)
    text = " ".join(words)
    main = Affiliation.objects.visible_to(user).filter(person=OuterRef("pk"), to_on=None).order_by("-is_main", "pk")

    def shown(people: QuerySet[Person]) -> QuerySet[Any, Any]:
        return people.values("pk", "name", "search_key", role=Subquery(main.values("organisation__name")[:1]))

    rows = _by_name(shown(visible), visible.filter(pk__in=_inside(text)), shown, text, limit)
    return [
        Hit("person", row["name"], reverse("crm:person_detail", args=[row["pk"]]), row["role"] or "", "user", rank)
        for rank, row in zip(range(len(rows), 0, -1), rows, strict=True)
    ]


def _inside(text: str) -> QuerySet[Any, Any]:
    """By a word inside the name, or by the beginning of the e-mail unless she is protected."""
    everybody = Person.objects.order_by()
    mailed = everybody.alias(lower_email=Lower("email")).filter(lower_email__startswith=text, is_protected=False)
    keys = mailed.values("pk")[:LOOKED_AT]
    return keys if "@" in text else keys.union(everybody.matching(text).values("pk")[:LOOKED_AT], all=True)


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
