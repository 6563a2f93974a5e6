"""A new password for somebody who has forgotten hers: the request notes what was typed, a worker sends the mail.

Whether anybody has that address is looked for by the worker alone. The request does the same for all, and so takes as
long and says the same, also when the mail server does not answer. At most one mail comes of it: what may have been
handed over is never sent again by itself, she asks anew.
"""

import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime
from email.utils import parseaddr

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from accounts import inviting
from accounts.models import ForgottenPassword, User
from accounts.models.forgotten import AT_ONCE
from ui import smtp
from ui.waking import wake

log = logging.getLogger(__name__)


class Taken(Exception):
    """Another worker has begun to hand it over."""


@transaction.atomic
def ask(email: str, *, at: datetime) -> None:
    """One row for an address while it waits; when many wait, those above `AT_ONCE` are seen to by the ticks."""
    waiting = ForgottenPassword.objects.waiting(at)
    if waiting.of(email).exists():
        return
    asked = ForgottenPassword.objects.create(email=email, asked_at=at)
    if waiting.count() <= AT_ONCE:
        wake(asked)


def deliver(pk: int, at: datetime) -> None:
    """To her who has the address, if there is one. One worker at a time: strangers ask for these mails, and a slow
    server would have them hold up all others."""
    with _alone() as is_alone:
        asked = ForgottenPassword.objects.waiting(at).filter(pk=pk).first() if is_alone else None
        if asked is None:
            return
        if user := User.objects.active().filter(email=asked.email).first():
            _mail_to(user, asked)
        else:
            asked.delete()


def _mail_to(user: User, asked: ForgottenPassword) -> None:
    def before_data() -> None:
        """It is gone before a word of the mail is."""
        if not ForgottenPassword.objects.all().of(asked.email).delete()[0]:
            raise Taken

    with translation.override(user.language):
        context = {"password_reset_url": inviting.address_for(user)}
        mail = get_adapter().render_mail("account/email/password_reset_key", user.email, context)
    sender = parseaddr(settings.MAIL_FROM)[1]
    with (
        contextlib.suppress(Taken),
        smtp.handed_over(mail.message(), sender, user.email, before_data) as answer,
    ):
        _end(asked, answer)


def _end(asked: ForgottenPassword, answer: smtp.Answer) -> None:
    """What the server has not begun to take waits for the next tick; a refusal for good ends it. Its words are not
    told, since they name her."""
    if answer.outcome == "accepted":
        return
    log.warning("a new password was not mailed: %s %s", answer.outcome, answer.reason or answer.reply[:3])
    if answer.outcome not in {"away", "deferred"} or answer.reply.startswith("5"):
        ForgottenPassword.objects.filter(pk=asked.pk).delete()


@contextlib.contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('forgotten passwords'))")
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('forgotten passwords'))")
