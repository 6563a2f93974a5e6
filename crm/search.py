"""What search finds in this room: clients and other organisations by name and number, the user's own clients first."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.rights import Reader, rights_of
from contacts.models import Organisation, OrganisationKind
from contacts.models.name_words import number_prefix
from contacts.search import LOOKED_AT, by_name, nearest
from crm.models import Client, Stage
from ui import search
from ui.search import Hit
from ui.text import fold

ABOUT = ("pk", "name", "kind", "client__pk", "client__stage")


def find_organisations(user: Reader, words: list[str], limit: int) -> list[Hit]:
    visible = Organisation.objects.visible_to(user)
    text = " ".join(words)
    if number_prefix(text):
        rows = list(visible.matching(text).order_by().values(*ABOUT, place=F("municipality__name"))[:limit])
    else:
        inside = Organisation.objects.matching(text).order_by().values("pk")[:LOOKED_AT]
        shown = visible.annotate(place=F("municipality__name"))
        own = shown.filter(client__lead=rights_of(user).who).matching(text)
        rows = by_name(shown, inside, text, limit, *ABOUT, "place", own=own)
    return _organisation_hits(rows)


def near_organisations(user: Reader, words: list[str], limit: int) -> list[Hit]:
    """Names that have each word but for typing errors, the user's own clients first."""
    visible = Organisation.objects.visible_to(user)
    keys = nearest(visible.annotate(is_own=Q(client__lead=rights_of(user).who)), words, limit)
    shown = visible.filter(pk__in=keys).annotate(place=F("municipality__name")).values(*ABOUT, "place") if keys else []
    return _organisation_hits(sorted(shown, key=lambda row: keys.index(row["pk"])))


def _organisation_hits(rows: Iterable[dict[str, Any]]) -> list[Hit]:
    listed = list(rows)
    return [_organisation_hit(row, rank) for row, rank in zip(listed, range(len(listed), 0, -1), strict=True)]


def _organisation_hit(row: dict[str, Any], rank: int) -> Hit:
    place = row["place"] or ""
    if row["client__pk"]:
        what, url = dict(Stage.choices)[row["client__stage"]], reverse("crm:client_detail", args=[row["client__pk"]])
    else:
        what = dict(OrganisationKind.choices)[row["kind"]]
        url = reverse("contacts:organisation_detail", args=[row["pk"]])
    second = ", ".join(str(one) for one in (what, place) if one)
    return Hit("client" if row["client__pk"] else "organisation", row["name"], url, second, "building-2", rank)


def register() -> None:
    search.register("organisations", _("Clients and organisations"), 10, find_organisations, near_organisations)


def find_clients(user: Reader, query: str, limit: int) -> list[int]:
    """Keys of clients whose name or number matches, by name."""
    if not query.strip():
        return []
    organisations = Organisation.objects.matching(fold(query)).values("pk")
    clients = Client.objects.visible_to(user).filter(organisation__in=organisations)
    return list(clients.values_list("pk", flat=True)[:limit])
