"""A new password for somebody who has forgotten hers: the request notes what was typed, and does the same for all; a
worker looks for her and sends the mail (mail/account_mails.py)."""

from datetime import datetime

from django.db import transaction

from accounts.models import ForgottenPassword
from accounts.models.forgotten import AT_ONCE
from ui.waking import wake


@transaction.atomic
def ask(email: str, *, at: datetime) -> None:
    """One row for an address while it waits; when many wait, those above `AT_ONCE` are seen to by the ticks."""
    waiting = ForgottenPassword.objects.waiting(at)
    if waiting.of(email).exists():
        return
    asked = ForgottenPassword.objects.create(email=email, asked_at=at)
    if waiting.count() <= AT_ONCE:
        wake(asked)
