"""No edit overwrites an edit that its writer has not seen: rows carry a version, forms and If-Match send it back."""

from typing import Any

from django.db import models
from django.http import HttpRequest

from ui import asked

NOBODYS = 0


class Changed(Exception):
    """Somebody saved this record since it was read; `current` is the row as it is now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("The record has changed since it was read.")
        self.current = current


def locked[Row: models.Model](queryset: models.QuerySet[Row], pk: Any, version: int | None = None) -> Row:
    """The row, locked for this transaction. Raises Changed when `version` is given and is not the row's."""
    row = queryset.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    check(row, version)
    return row


def check(row: Any, version: int | None) -> None:
    """For a verb that first asks of the locked row whether its doer may: that answer comes before this one."""
    if version is not None and row.version != version:
        raise Changed(row)


def seen(request: HttpRequest, name: str = "version") -> int:
    """The version that a page's form sends back; without one, it has seen nobody's."""
    return asked.key(request.POST.get(name) or request.GET.get(name)) or NOBODYS
