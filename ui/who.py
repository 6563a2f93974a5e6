"""Who typed: an opaque name for a user in pages and on devices, and her key for what her device keeps."""

import base64
from typing import TYPE_CHECKING

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User

# Who is at a page: the frame knows no more of her than her key, and a stranger has none.
type Somebody = _User | AnonymousUser


def who(user: Somebody) -> str:
    """The same for each of her pages, telling nothing of her; signed, so that only our own pages can name anybody."""
    if not getattr(user, "is_authenticated", False):
        return ""
    return _signer().sign(salted_hmac("ui.who", str(user.pk), algorithm="sha256").hexdigest()[:24])


def is_somebody(name: str) -> bool:
    """Whether `name` was given out by a page of ours."""
    try:
        _signer().unsign(name)
    except signing.BadSignature:
        return False
    return True


def is_same(name: str, user: Somebody) -> bool:
    return bool(name) and constant_time_compare(name, who(user))


def device_key(user: Somebody) -> str:
    """256 bits in base64, with which her browser encrypts what it keeps; only her signed-in pages are given it."""
    return base64.b64encode(salted_hmac("ui.device_key", str(user.pk), algorithm="sha256").digest()).decode()


def _signer() -> signing.Signer:
    return signing.Signer(salt="ui.who")
