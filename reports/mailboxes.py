"""Addresses and the mailboxes they are of: one mailbox has many spellings, and gets one mail."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _


def encoded(address: str) -> str:
    """As the mail server is told it, its domain in ASCII (IDNA). Raises UnicodeError when the domain cannot be."""
    local, _at, domain = address.strip().rpartition("@")
    return f"{local}@{domain.lower().encode('idna').decode('ascii')}"


def of(address: str) -> str:
    """The mailbox's one spelling: servers tell no upper case from lower."""
    try:
        return encoded(address).lower()
    except UnicodeError:
        return address.lower()


def written(address: str) -> str:
    """As it is kept and shown to people: lower case, the domain in its own letters."""
    local, _at, domain = of(address).rpartition("@")
    try:
        return f"{local}@{domain.encode('ascii').decode('idna')}"
    except UnicodeError:
        return f"{local}@{domain}"


def validate(address: str) -> None:
    """An address that mail can be sent to; one in other letters than a–z before the @ cannot, by most servers."""
    if not address.rpartition("@")[0].isascii():
        told = _("“%(address)s” has other letters than a–z before the @, which mail servers do not take.")
        raise ValidationError(told, params={"address": address})
    try:
        validate_email(address)
        encoded(address)
    except (ValidationError, UnicodeError):
        raise ValidationError(_("“%(address)s” is not an e-mail address."), params={"address": address}) from None
