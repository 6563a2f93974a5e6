"""Mails about accounts: a new password for somebody who has forgotten hers, and an invitation. Each holds a one-time
address, which is made when the mail is handed over and kept nowhere.

Whether anybody has the address that a stranger typed is looked for here, by a worker alone; the request does the same
for all, and so takes as long and says the same, also when the mail server does not answer (accounts/forgotten.py).
"""

import logging
from datetime import datetime
from email.message import Message
from typing import Any

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import translation

from accounts import inviting
from accounts.models import ForgottenPassword, User
from accounts.models.forgotten import KEPT
from mail import kinds, ledger
from mail.kinds import Letter
from mail.models import STUCK, UNFINISHED, Mail

PASSWORD, INVITATION = "new_password", "invitation"
log = logging.getLogger(__name__)


@transaction.atomic
def see_to(pk: int, at: datetime) -> None:
    """A mail to her who has the address, if there is one and none waits already; what was typed is gone."""
    asked = ForgottenPassword.objects.waiting(at).select_for_update(skip_locked=True).filter(pk=pk).first()
    if asked is None:
        return
    user = User.objects.active().filter(email=asked.email).first()
    ForgottenPassword.objects.all().of(asked.email).delete()
    # One past its age will not be sent any more, and so keeps no other back.
    on_its_way = Mail.objects.filter(kind=PASSWORD, to=user, state__in=UNFINISHED, planned_at__gt=at - KEPT)
    if user and not on_its_way.exists():
        ledger.plan(PASSWORD, user.pk, user, at=at, sequence=asked.pk)


def invite(user: User, *, by: User, at: datetime) -> None:
    """One mail, however often she is named."""
    ledger.plan(INVITATION, user.pk, user, by=by, at=at)


def not_reached() -> QuerySet[Mail]:
    """Those that did not go, to users who have not signed in since: somebody may give them a link by hand."""
    waits = Q(to__last_login=None) | Q(to__last_login__lt=F("finished_at"))
    stuck = Mail.objects.filter(waits, kind__in=[PASSWORD, INVITATION], state__in=STUCK, to__is_active=True)
    return stuck.select_related("to").order_by("to_id", "-pk").distinct("to_id")


class PasswordKind(kinds.Kind):
    code = PASSWORD
    # Strangers ask for these mails, and a slow server would have them hold up all others.
    is_alone = True

    def address(self, mail: Mail, at: datetime) -> str:
        """One that comes later than that is of no use: she has asked again by then, or an administrator."""
        return mail.to.email if mail.to and mail.to.is_active and mail.planned_at > at - KEPT else ""

    def letter(self, mail: Mail, at: datetime) -> Letter:
        assert mail.to
        context = {"password_reset_url": inviting.address_for(mail.to)}
        return Letter(_written("password_reset_key", mail, mail.to, context))

    def tried(self, mail: Mail, at: datetime) -> None:
        """The server's words are not told, since they name her."""
        if mail.state in STUCK:
            log.warning("a new password was not mailed: %s %s", mail.state, mail.reason or mail.reply[:3])


class InvitationKind(kinds.Kind):
    code = INVITATION

    def address(self, mail: Mail, at: datetime) -> str:
        return mail.to.email if mail.to and mail.to.is_active else ""

    def letter(self, mail: Mail, at: datetime) -> Letter:
        assert mail.to
        context = {"invited": mail.to, "by": mail.by, "address": inviting.address_for(mail.to)}
        return Letter(_written("invitation", mail, mail.to, context))


def _written(template: str, mail: Mail, to: User, context: dict[str, Any]) -> Message:
    """In her language."""
    with translation.override(to.language):
        written = get_adapter().render_mail(f"account/email/{template}", to.email, context)
    written.extra_headers |= {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    return written.message()


def register() -> None:
    kinds.register(PasswordKind())
    kinds.register(InvitationKind())
