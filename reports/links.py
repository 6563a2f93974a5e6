"""Addresses that work without signing in: bound to their purpose, signed, and ending some day."""

from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core import signing
from django.urls import reverse

from mail import ledger
from reports.models import Delivery, Recipient

VIEW, UNSUBSCRIBE = "reports.view", "reports.unsubscribe"
VIEW_DAYS = 90


def absolute(path: str) -> str:
    return settings.BASE_URL + path


def view_url(delivery: Delivery) -> str:
    """Users sign in and read the run; an outside reader gets a signed address of her own copy."""
    if delivery.recipient.user_id:
        return absolute(reverse("reports:run_view", args=[delivery.run_id]))
    return absolute(reverse("reports:delivery_view", args=[signing.dumps(delivery.message_id, salt=VIEW)]))


def unsubscribe_url(recipient: Recipient) -> str:
    return absolute(reverse("reports:unsubscribe", args=[signing.dumps(str(recipient.key), salt=UNSUBSCRIBE)]))


def delivery(token: str) -> Delivery | None:
    """Whose copy the token opens; None when it is another's, forged or too old."""
    said = _read(token, VIEW, VIEW_DAYS * 86400)
    rows = Delivery.objects.select_related("run__schedule", "recipient")
    if not isinstance(said, int):
        return rows.filter(message_id=said).first()
    found = rows.filter(pk=said).first()
    return found if found and _is_of_before(found) else None


def _is_of_before(delivery: Delivery) -> bool:
    """Sent by an older version, whose links name a number: one that another row may have got since, after a restore."""
    return delivery.message_id == _as_it_was(delivery)


def _as_it_was(delivery: Delivery) -> str:
    path = f"/runs/{delivery.run_id}/{delivery.recipient_id}"
    return ledger.message_id(uuid5(NAMESPACE_URL, absolute(path)))


def recipient(token: str) -> Recipient | None:
    """Whose mails the token ends."""
    said = _read(token, UNSUBSCRIBE)
    rows = Recipient.objects.select_related("schedule", "user")
    if not isinstance(said, int):
        return rows.filter(key=said).first() if said else None
    found = rows.filter(pk=said).first()
    return found if found and any(map(_is_of_before, found.deliveries.all())) else None


def _read(token: str, purpose: str, seconds: int | None = None) -> int | str | None:
    try:
        said: int | str = signing.loads(token, salt=purpose, max_age=seconds)
    except signing.BadSignature:
        return None
    return said
