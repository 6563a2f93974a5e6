"""Addresses that work without signing in: bound to their purpose, signed, and ending some day."""

from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core import signing
from django.urls import reverse

from reports.models import Delivery, Recipient

VIEW, UNSUBSCRIBE = "reports.view", "reports.unsubscribe"
VIEW_DAYS = 90


def absolute(path: str) -> str:
    return settings.BASE_URL + path


def message_id(path: str) -> str:
    """Of the mail that this path names: the same for every try, so that relays and readers can drop a second copy."""
    host = settings.BASE_URL.partition("://")[2].partition(":")[0] or "localhost"
    return f"<{uuid5(NAMESPACE_URL, absolute(f'/{path}'))}@{host}>"


def view_url(delivery: Delivery) -> str:
    """Users sign in and read the run; an outside reader gets a signed address of her own copy."""
    if delivery.recipient.user_id:
        return absolute(reverse("reports:run_view", args=[delivery.run_id]))
    return absolute(reverse("reports:delivery_view", args=[signing.dumps(delivery.pk, salt=VIEW)]))


def unsubscribe_url(recipient: Recipient) -> str:
    return absolute(reverse("reports:unsubscribe", args=[signing.dumps(recipient.pk, salt=UNSUBSCRIBE)]))


def read(token: str, purpose: str) -> int | None:
    """The key in a token made for this purpose; None when it is another's, forged or too old."""
    days = VIEW_DAYS if purpose == VIEW else None
    try:
        return int(signing.loads(token, salt=purpose, max_age=days * 86400 if days else None))
    except (signing.BadSignature, ValueError, TypeError):
        return None
