"""Who makes the first administrator: at this machine anybody; from elsewhere, who has the token the start printed."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

FORWARDING = (
    *("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP"),
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO"),
)


def token() -> str:
    """The same in every process of an instance; worthless as soon as there is a user."""
    return salted_hmac("fyr.first-visit", "administrator", algorithm="sha256").hexdigest()[:32]


def address() -> str:
    return f"{settings.BASE_URL}/setup/?token={token()}"


def may_set_up(request: HttpRequest) -> bool:
    if not settings.SETUP_NEEDS_TOKEN and not any(name in request.META for name in FORWARDING):
        return True
    return constant_time_compare(shown(request), token())


def shown(request: HttpRequest) -> str:
    return request.POST.get("token") or request.GET.get("token") or ""
