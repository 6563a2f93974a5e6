"""Say who reads a client: the verb `set_confidentiality` in full."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.models import User
from crm.access import can_keep_client
from crm.models.confidentiality import Confidentiality
from crm.models.reader import NamedReader
from journal.change import save
from journal.record import record


def keep(client: Any, level: str, readers: Iterable[User], *, by: User, at: datetime) -> None:
    """Of a locked client; `readers` are the named people besides its lead. Raises ValidationError by field."""
    require(can_keep_client(by, client))
    readers = list(readers)
    _check_keep(client, level, has_readers=bool(readers))
    named = readers if level == Confidentiality.NAMED else []
    left, client.confidentiality = client.confidentiality, level
    if left == level and _named(client) == {reader.pk for reader in named}:
        return
    save(client, ["confidentiality"], by=by, at=at)
    _name_readers(client, named)
    # Those whom we met together with it: what anybody may know of when, has changed.
    client.meetings.all().keep_last_contact_beside()
    facts: dict[str, Any] = {"from": left, "to": level}
    record("client.confidentiality_set", client, by=by, at=at, **facts)


def _check_keep(client: Any, level: str, *, has_readers: bool) -> None:
    if level == Confidentiality.TEAM and client.team_id is None:
        raise ValidationError({"confidentiality": _("The client has no team yet: give it a lead advisor first.")})
    if level == Confidentiality.NAMED and client.lead_id is None and not has_readers:
        raise ValidationError({"readers": _("Name somebody who may read the client.")})


def _named(client: Any) -> set[int]:
    return set(client.named_readers.values_list("user", flat=True))


def _name_readers(client: Any, readers: list[User]) -> None:
    client.named_readers.exclude(user__in=readers).delete()
    named = [NamedReader(client=client, user=user) for user in readers]
    NamedReader.objects.bulk_create(named, ignore_conflicts=True)
