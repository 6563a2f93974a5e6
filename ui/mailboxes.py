"""Addresses and the mailboxes they are of: many spellings, and one mailbox, account, limit and mail."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext as _

LONGEST = 254


def encoded(address: str) -> str:
    """As the mail server is told it, its domain in ASCII (IDNA). Raises UnicodeError when the domain cannot be."""
    local, _at, domain = address.strip().rpartition("@")
    return f"{local}@{domain.lower().encode('idna').decode('ascii')}"


def of(address: str) -> str:
    """The mailbox's one spelling: servers tell no upper case from lower, nor a letter from its wide or long form."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", address.strip()).casefold())
    try:
        return encoded(folded) if "@" in folded else folded
    except UnicodeError:
        return folded


def written(address: str) -> str:
    """As it is kept, looked for and shown to people: folded like `of`, the domain in its own letters."""
    mailbox = of(address)
    local, at, domain = mailbox.rpartition("@")
    try:
        return local + at + domain.encode("ascii").decode("idna")
    except UnicodeError:
        return mailbox


def validate_domain(address: str) -> None:
    """That a mail server can be told it: each label one that IDNA knows, and the whole no longer than a mailbox."""
    try:
        told = encoded(address)
        told.rpartition("@")[2].encode("ascii").decode("idna")
        is_known = len(told) <= LONGEST
    except UnicodeError:
        is_known = False
    if not is_known:
        raise ValidationError(_("“%(address)s” is not an e-mail address."), params={"address": address})


def validate(address: str) -> None:
    """An address that mail can be sent to; one in other letters than a–z before the @ cannot, by most servers."""
    if not address.rpartition("@")[0].isascii():
        told = _("“%(address)s” has other letters than a–z before the @, which mail servers do not take.")
        raise ValidationError(told, params={"address": address})
    validate_domain(address)
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(_("“%(address)s” is not an e-mail address."), params={"address": address}) from None


class MailboxFormField(forms.EmailField):
    """Reads any spelling as the one that is kept, so that its limits hold for that."""

    default_validators = [validate_email, validate_domain]

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        return written(typed) if typed else typed


class MailboxField(models.EmailField):
    """Kept in its one spelling, and looked for in it: a plain `email=` finds whatever spelling it is given. Not
    `iexact`, by which the database finds more (ı is its i) than any limit counts together."""

    default_validators = [validate_email, validate_domain]

    def to_python(self, value: Any) -> Any:
        return written(value) if value and isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": MailboxFormField} | options)
