"""A client is called as its organisation is."""

from collections.abc import Sequence

from crm.models import Client
from journal.happening import Happening


def rename_clients(changed: Sequence[Happening]) -> None:
    for one in changed:
        Client.take_names([one.subject], by=one.by, at=one.at)
