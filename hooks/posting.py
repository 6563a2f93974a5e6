"""One signed request: to the address that was looked at, without redirects, within a measure of time and size."""

import base64
import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.exceptions import SSLError as TLSError

from hooks import addresses
from hooks.addresses import Target
from hooks.models import Sending, Trouble

# Seconds: for one step, and for all of them, since an answer may come a letter at a time.
STEP, WHOLE = 5, 10
AGENT = "Fyr webhooks"


@dataclass(frozen=True)
class Answer:
    status: int | None
    trouble: Trouble | str = ""

    @property
    def is_taken(self) -> bool:
        return not self.trouble

    @property
    def is_away(self) -> bool:
        """Whatever is sent there now would not be taken either."""
        return self.status is None or self.status >= 500 or self.status == 429


def payload(sending: Sending) -> bytes:
    """The whole of what leaves the house: no name, no word, no figure of the record."""
    entry = sending.entry
    said = {
        "verb": entry.verb,
        "noun": entry.subject_type.model,
        "key": entry.subject_id,
        "version": sending.subject_version,
        "at": entry.at.isoformat(),
    }
    return json.dumps(said).encode()


def signed(key: bytes, ident: str, timestamp: int, body: bytes) -> str:
    """As Standard Webhooks has it: HMAC-SHA256 of id, time and body, in base64."""
    content = f"{ident}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def post(sending: Sending, timestamp: int) -> Answer:
    """`timestamp` in whole seconds, by which a receiver tells a fresh request from one recorded and sent anew."""
    body, ident = payload(sending), sending.ident
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": ident,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signed(sending.webhook.signing_key, ident, timestamp, body),
    }
    return _sent(sending.webhook.url, body, headers)


def _sent(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    try:
        target = addresses.target(url)
    except addresses.NotAllowed:
        return Answer(None, Trouble.ADDRESS)
    except (OSError, UnicodeError):
        return Answer(None, Trouble.UNKNOWN)
    try:
        status = _exchange(target, url, body, headers)
    except (ssl.SSLError, TLSError):
        return Answer(None, Trouble.CERTIFICATE)
    except (OSError, HTTPError, http.client.HTTPException, ValueError):
        return Answer(None, Trouble.AWAY)
    return Answer(status, "" if 200 <= status < 300 else Trouble.REFUSED)


def _exchange(target: Target, url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status alone is read: whatever else is answered is of no use, and may be without end."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _connection(target)
    try:
        connection.connect()
        with _within(connection.sock):
            connection.request(
                "POST", path, body=body, headers={"Host": parts.netloc, **headers}, preload_content=False
            )
            return connection.getresponse().status
    finally:
        connection.close()


def _connection(target: Target) -> HTTPConnection:
    if not target.is_tls:
        return HTTPConnection(target.address, target.port, timeout=STEP)
    return HTTPSConnection(
        target.address,
        target.port,
        timeout=STEP,
        ssl_context=ssl.create_default_context(),
        server_hostname=target.host,
    )


@contextmanager
def _within(sock: Any) -> Iterator[None]:
    """Whoever answers too slowly is hung up on, and has not answered: half an answer looks whole to its reader."""
    is_late = threading.Event()
    timer = threading.Timer(WHOLE, _hang_up, [sock, is_late])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if is_late.is_set():
        raise TimeoutError


def _hang_up(sock: socket.socket, is_late: threading.Event) -> None:
    is_late.set()
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
