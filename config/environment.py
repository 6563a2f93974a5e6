"""Read settings from the environment; a wrong value refuses to start and says which."""

import os
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Which settings were asked for, so that a backup can name those that were given.
read: set[str] = set()
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "", environ: Mapping[str, str] = os.environ) -> str:
    read.add(name)
    return environ.get(name, default).strip()


def boolean(name: str, default: bool = False, environ: Mapping[str, str] = os.environ) -> bool:
    read.add(name)
    value = environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not “{value}”.")


def number(name: str, default: int, environ: Mapping[str, str] = os.environ) -> int:
    read.add(name)
    value = environ.get(name)
    if value is None or not value.strip():
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.") from None


def words(name: str, default: str = "", environ: Mapping[str, str] = os.environ) -> list[str]:
    read.add(name)
    return [word.strip() for word in environ.get(name, default).split(",") if word.strip()]


def networks(name: str, environ: Mapping[str, str] = os.environ) -> list[IPv4Network | IPv6Network]:
    """Such as 10.20.0.0/16,fd00::/8."""
    try:
        return [ip_network(word) for word in words(name, environ=environ)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be networks such as 10.20.0.0/16: {error}.") from None


def database(name: str = "DATABASE_URL", environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The Django DATABASES entry for a postgresql:// address (PostgreSQL only; unix sockets through ?host=)."""
    address = text(name, environ=environ)
    parts = _split(name, address, {"postgres", "postgresql"})
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }


def smtp(name: str = "SMTP_URL", default: str = "", environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Where mail goes, as the OPTIONS of Django's SMTP mailer, from smtp://user:password@host:port.

    Add ?starttls=yes, or use smtps://, to encrypt.
    """
    parts = _split(name, text(name, default, environ), {"smtp", "smtps"})
    query = dict(parse_qsl(parts.query))
    return {
        "host": parts.hostname or "localhost",
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": query.get("starttls", "no").lower() in TRUE,
    }


def _split(name: str, address: str, schemes: set[str]) -> Any:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it is what raises on a port that is not a number
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: {error}.") from None
    if parts.scheme not in schemes:
        wanted = " or ".join(f"{scheme}://" for scheme in sorted(schemes))
        raise ImproperlyConfigured(f"{name} must begin with {wanted}; it is “{address or 'empty'}”.")
    return parts
