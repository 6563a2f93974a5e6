"""A new password for somebody who has forgotten hers: the request notes what was typed, a worker sends the mail.

Whether anybody has that address is looked for by the worker alone. The request does the same for all, and so takes as
long and says the same, also when the mail server does not answer.
"""

import logging
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.utils import translation

from accounts import inviting
from accounts.models import ForgottenPassword, User
from ui.waking import wake

log = logging.getLogger(__name__)


@transaction.atomic
def ask(email: str, *, at: datetime) -> None:
    wake(ForgottenPassword.objects.create(email=email, asked_at=at))


@transaction.atomic
def deliver(pk: int, at: datetime) -> None:
    """To her who has the address, if there is one; what a mail server that does not answer has not taken waits for the
    next tick. The row's lock is the lease (decision 0008): at worst she gets the same address twice."""
    asked = ForgottenPassword.objects.waiting(at).select_for_update(skip_locked=True).filter(pk=pk).first()
    if asked is None:
        return
    user = User.objects.active().filter(email__iexact=asked.email).first()
    try:
        if user:
            _mail_to(user)
    except OSError:
        log.warning("the mail server does not answer: a new password waits")
        return
    asked.delete()


def _mail_to(user: User) -> None:
    with translation.override(user.language):
        context = {"password_reset_url": inviting.address_for(user)}
        get_adapter().render_mail("account/email/password_reset_key", user.email, context).send()
