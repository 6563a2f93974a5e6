"""What search finds in this room: clients and other organisations by name and number, people by name and e-mail."""

from typing import Any

from django.db.models import F, QuerySet
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
        rows = _by_name(visible, text, limit, _shown)
    return [_organisation_hit(row, rank) for rank, row in enumerate(reversed(rows))][::-1]


def _shown(rows: QuerySet[Organisation]) -> QuerySet[Any, Any]:
    return rows.values("pk", "name", "kind", "client__pk", "client__stage", place=F("municipality__name"))


def _by_name(visible: Any, text: str, limit: int, shown: Any) -> list[Any]:
    """Names that begin with the text, then names in which every word begins some word."""
    rows = list(shown(visible.filter(search_key__startswith=text).order_by("search_key"))[:limit])
    if len(rows) == limit:
        return rows
    known = [row["pk"] for row in rows]
    matching = Organisation.objects.matching(text).order_by().values("pk")[:LOOKED_AT]
    inside = visible.filter(pk__in=matching).exclude(pk__in=known)
    return rows + list(shown(inside.order_by("search_key"))[: limit - len(rows)])


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
    named = visible.filter(search_key__startswith=text).order_by("search_key")
    rows: list[Any] = list(named.values("pk", "name")[:limit])
    if len(rows) < limit:
        rows += _people_inside(visible, text, [row["pk"] for row in rows], limit - len(rows))
    roles = _main_roles(user, [row["pk"] for row in rows])
    return [
        Hit(
            "person",
            row["name"],
            reverse("crm:person_detail", args=[row["pk"]]),
            roles.get(row["pk"], ""),
            "user",
            rank,
        )
        for rank, row in zip(range(len(rows), 0, -1), rows, strict=True)
    ]


def _people_inside(visible: Any, text: str, known: list[int], limit: int) -> list[dict[str, Any]]:
    """By a word inside the name, or by the beginning of the e-mail unless she is protected."""
    everybody = Person.objects.order_by()
    mailed = everybody.alias(lower_email=Lower("email")).filter(lower_email__startswith=text, is_protected=False)
    keys = mailed.values("pk")[:LOOKED_AT]
    if "@" not in text:
        keys = keys.union(everybody.matching(text).values("pk")[:LOOKED_AT], all=True)
    return list(visible.filter(pk__in=keys).exclude(pk__in=known).order_by("search_key").values("pk", "name")[:limit])


def _main_roles(user: Any, keys: list[int]) -> dict[int, str]:
    roles = Affiliation.objects.visible_to(user).filter(person__in=keys, to_on=None).order_by("is_main", "-pk")
    return dict(roles.values_list("person", "organisation__name"))


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
