"""What reports keep of people: frozen data, the files made of them, outside recipients and their mailboxes."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.erasing import Found, Part, parts
from accounts.naming import Named
from journal.mask import instead, mask_frozen
from mail.models import Mail, MailState, Suppression
from reports.models import Delivery, Recipient, Rendering, Run
from ui import mailboxes


def register() -> None:
    parts.append(Part(find=_find, erase=_erase, refuse=_refuse))


def _runs(named: Named) -> Iterator[Run]:
    """Runs whose frozen data name her; what somebody else of the same name may be is not touched."""
    texts = Run.objects.annotate(whole_text=Cast("data", TextField()))
    rows = texts.filter(whole_text__regex=named.rough) if named.rough else texts.none()
    return (run for run in rows.iterator() if named.is_surely_in(run.data))


def reports_of_her(named: Named) -> set[str]:
    """The numbers of the mails that carried them."""
    return set(Delivery.objects.filter(run__in=[run.pk for run in _runs(named)]).values_list("message_id", flat=True))


def numbers_of_reports() -> set[str]:
    """Of every mail with a report that the database knows."""
    return set(Delivery.objects.values_list("message_id", flat=True))


def _recipients(named: Named) -> list[Recipient]:
    hers = {mailboxes.of(email) for email in named.emails}
    outside = Recipient.objects.filter(user=None)
    return [one for one in outside if one.mailbox in hers or named.is_surely_in(one.name)]


def _find(person: Any, named: Named) -> Iterator[Found]:
    for what, count in (
        (_("Frozen reports, which are masked and say so"), sum(1 for _run in _runs(named))),
        (_("Outside recipients of reports"), len(_recipients(named))),
    ):
        if count:
            yield Found(what, count)


def _refuse(person: Any, named: Named, at: datetime) -> Iterator[str]:
    sending = Delivery.objects.filter(state__in=[MailState.CLAIMED, MailState.SENDING])
    if sending.filter(run__in=[run.pk for run in _runs(named)]).exists():
        yield _("A report that names her is being sent: wait until it has gone.")


def _erase(person: Any, named: Named) -> None:
    at = timezone.now()
    for run in list(_runs(named)):
        data = named.masked(run.data, instead())
        text = json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True)
        mask_frozen(run, {"data": data, "data_sha256": hashlib.sha256(text.encode()).hexdigest()}, at)
        # Files are made again from the masked data.
        Rendering.objects.filter(run=run).delete()
    for recipient in _recipients(named):
        nowhere = f"erased-{recipient.pk}@invalid.invalid"
        ended = recipient.ended_at or at
        Recipient.objects.filter(pk=recipient.pk).update(email=nowhere, name="", ended_at=ended)
        Mail.objects.filter(delivery__recipient=recipient).update(mailbox=nowhere)
        Suppression.objects.filter(mailbox=recipient.mailbox).update(mailbox=nowhere, reply="")
