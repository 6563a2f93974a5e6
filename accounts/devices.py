"""The devices somebody has signed in on: a signed cookie there says so, and strangers' guesses do not count against it.

The cookie names accounts by a digest of their address and gives no right but that of trying a password.
"""

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from ui import mailboxes

COOKIE = "known_device"
SALT = "accounts.devices"
AGE = 365 * 86400
# People who share a browser.
MOST = 8


def known(request: HttpRequest, email: str) -> str:
    """What this device is called for this account; "" when nobody has signed in to it here."""
    return _accounts(request).get(_account(email), "")


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    others = {account: name for account, name in _accounts(request).items() if account != _account(email)}
    name = known(request, email) or secrets.token_urlsafe(12)
    latest = dict([*others.items(), (_account(email), name)][-MOST:])
    response.set_cookie(
        COOKIE,
        signing.dumps(latest, salt=SALT),
        max_age=AGE,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _accounts(request: HttpRequest) -> dict[str, str]:
    try:
        found: dict[str, str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
        return found
    except signing.BadSignature:
        return {}


def _account(email: str) -> str:
    return hashlib.sha256(mailboxes.of(email).encode()).hexdigest()[:24]
