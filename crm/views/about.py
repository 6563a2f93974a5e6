"""What a new meeting or task is about, as an address says it (?project=), and where to go when it is saved."""

from typing import Any

from django.db.models import Model
from django.urls import reverse

from accounts.requests import SignedIn
from crm.models import Client
from crm.ties import tied, ties_of
from ui import asked


def named_in(request: SignedIn, noun: type[Model]) -> list[Any]:
    keys = [(tie, asked.key(request.GET.get(tie.name))) for tie in ties_of(noun)]
    return [record for tie, key in keys if key for record in tie.visible_to(request.user).filter(pk=key)]


def address(client: Client | None, row: Model) -> str:
    """The page of the client, or else of the first record it is about; "" when it is about neither."""
    if client:
        return reverse("crm:client_detail", args=[client.pk])
    urls = {tie.model: tie.url for tie in ties_of(type(row))}
    return next((urls[type(record)](record) for record in tied(row)), "")
