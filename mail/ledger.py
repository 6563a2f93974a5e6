"""Plan a mail: a row of the ledger, once for what it says of a record to a mailbox."""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings

from accounts.models import User
from mail.models import Mail
from ui import mailboxes
from ui.waking import wake


def plan(kind: str, subject: int, to: User, *, at: datetime, by: User | None = None, sequence: int = 0) -> None:
    """In the transaction of what it tells; again, it changes nothing."""
    mail, is_new = Mail.objects.get_or_create(
        kind=kind,
        subject=subject,
        mailbox=mailboxes.of(to.email),
        sequence=sequence,
        defaults={"to": to, "by": by, "message_id": message_id(), "planned_at": at, "next_try_at": at},
    )
    if is_new:
        wake(mail)


def message_id(number: UUID | None = None) -> str:
    """A new one, kept with the mail's row for every try, so that relays and readers can drop a second copy. Of nothing
    that could come again: after a backup was restored, rows get numbers that have been used."""
    host = settings.BASE_URL.partition("://")[2].partition(":")[0] or "localhost"
    return f"<{number or uuid4()}@{host}>"
