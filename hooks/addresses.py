"""Where a webhook may be sent: an address in the world, or in a network that the operator lists (WEBHOOK_NETWORKS)."""

import ipaddress
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

type Address = IPv4Address | IPv6Address

PORTS = {"https": 443, "http": 80}
# An IPv4 address in an IPv6 one that Python calls global: it leads where the IPv4 address does.
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class NotAllowed(Exception):
    """None of the name's addresses may be sent to."""


@dataclass(frozen=True)
class Target:
    """The one address that has been asked about, and is connected to; the name is for TLS and the Host header."""

    address: str
    port: int
    host: str
    is_tls: bool


def check_url(url: str) -> None:
    """What can be said before anything is sent. Raises ValidationError."""
    parts = _split(url)
    if parts is None or parts.scheme not in PORTS or not parts.hostname:
        raise ValidationError(_("Give an address that begins with https://."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValidationError(_("Leave user name, password and # out of the address; requests are signed."))


def target(url: str) -> Target:
    """Raises NotAllowed, or OSError when the name is not known. Looked up anew for each request, and connected to the
    address that was looked at, so that a name cannot lead elsewhere in between."""
    parts = _split(url)
    if parts is None or not parts.hostname or parts.scheme not in PORTS:
        raise NotAllowed
    port = parts.port or PORTS[parts.scheme]
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    for address in (ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found):
        if is_allowed(address, is_tls=parts.scheme == "https"):
            return Target(str(address), port, parts.hostname, parts.scheme == "https")
    raise NotAllowed


def is_allowed(address: Address, *, is_tls: bool) -> bool:
    """Without TLS only into a listed network: what is sent through the world is read by nobody on the way."""
    real = _meant(address)
    if any(real in network for network in settings.WEBHOOK_NETWORKS):
        return True
    return is_tls and real.is_global and not real.is_multicast


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for."""
    if not isinstance(address, IPv6Address):
        return address
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what raises on a port that is not a number
    except ValueError:
        return None
    return parts
