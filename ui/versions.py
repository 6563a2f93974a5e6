"""No edit overwrites an edit that its writer has not seen: rows carry a version, forms and If-Match send it back."""

from typing import Any, cast

from django.db import models
from django.http import HttpRequest

from ui import asked

NOBODYS = 0
# The key and version of the line that somebody has looked at; None for whoever needs not.
Known = tuple[int, int] | None


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


def anew[Row: models.Model](noun: type[Row], known: Known, **where: Any) -> Row:
    """The one row of `where`, made or set anew by a verb that has locked what it is of; one version up, not yet saved.

    Raises Changed when it is there and is not what its doer has looked at.
    """
    row: Any = noun._default_manager.filter(**where).first() or noun(**where, version=0)
    if known is not None and row.pk is not None and (row.pk, row.version) != known:
        raise Changed(row)
    row.version += 1
    return cast(Row, row)


def known(request: HttpRequest) -> tuple[int, int]:
    """The line, and its version, that a page's form begins with; see `anew`."""
    return asked.key(request.POST.get("line")) or NOBODYS, seen(request)


def seen(request: HttpRequest, name: str = "version") -> int:
    """The version that a page's form sends back; without one, it has seen nobody's."""
    return asked.key(request.POST.get(name) or request.GET.get(name)) or NOBODYS
