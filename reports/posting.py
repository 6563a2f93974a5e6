"""Post a mail that waits: never twice, never silently lost, at worst a visible unknown that a person resolves."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage, Message
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from journal import leases
from reports import pausing
from reports.models import OPEN, DeliveryState, OutgoingMail
from ui import smtp
from ui.smtp import Reason

# Minutes until the next try; after the last the mail has failed.
BACKOFF = [1, 5, 15, 60, 180, 360, 720]
# A mail that waits for longer was put off by a clock that ran ahead.
LONGEST = timedelta(minutes=BACKOFF[-1] + 60)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """A mail as it is handed over, and what is written to its row just before."""

    message: Message | EmailMessage
    address: str
    facts: dict[str, Any] = field(default_factory=dict)


def waiting(mails: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Those to try at `at` that nobody holds; none while the mail server is left in peace."""
    if pausing.holds(at):
        return mails.none()
    free = Q(claimed_until=None) | Q(claimed_until__lt=Now())
    return mails.filter(free, state__in=OPEN, next_try_at__lte=at)


def post[Mail: OutgoingMail](
    mails: QuerySet[Mail], pk: int, at: datetime, write: Callable[[Mail, datetime], Letter | None]
) -> Mail | None:
    """Try one mail; None when another worker has it, it is not due, or the mail server is left in peace. `write` gives
    what is to be said, or None when it is not to be sent any more."""
    if pausing.holds(at):
        return None
    mail: Mail | None = leases.claim(mails.filter(state__in=OPEN, next_try_at__lte=at), pk, state=DeliveryState.CLAIMED)
    if mail is None:
        return None
    try:
        with leases.kept(mail):
            _post(mail, at, write)
    except leases.LeaseLost:
        log.warning("%s %s was taken over by another worker", type(mail).__name__, pk)
    except Exception as error:
        log.exception("%s %s failed", type(mail).__name__, pk)
        _after_error(mail, at, f"{type(error).__name__}: {error}"[:400])
    return mail


def _post(mail: Any, at: datetime, write: Callable[[Any, datetime], Letter | None]) -> None:
    letter = write(mail, at)
    if letter is None:
        reason = mail.reason if mail.reason == Reason.SAME else Reason.LEFT
        leases.release(mail, state=DeliveryState.CANCELLED, reason=reason, finished_at=at)
        return

    def before_data() -> None:
        leases.write(mail, state=DeliveryState.SENDING, sent_at=at, **letter.facts)

    sender = parseaddr(settings.MAIL_FROM)[1]
    with smtp.handed_over(letter.message, sender, letter.address, before_data) as answer:
        _end(mail, answer, at, len(letter.message.as_bytes()))


def _end(mail: Any, answer: smtp.Answer, at: datetime, size: int) -> None:
    if answer.outcome == "away":
        _wait_for_the_server(mail, answer, at)
        return
    if not answer.reason:
        pausing.answered()
    elif answer.outcome == "unknown":
        pausing.unanswered(answer, at)
    said = {"reply": answer.reply, "reason": answer.reason}
    if answer.outcome == "deferred":
        _later(mail, at, **said)
    else:
        leases.release(mail, state=answer.outcome, finished_at=at, bytes_sent=size, **said)


def _wait_for_the_server(mail: Any, answer: smtp.Answer, at: datetime) -> None:
    """Not a try of this mail's: however long the server is away, none of its tries are used up."""
    pause = pausing.failed(answer, at)
    leases.release(
        mail,
        state=DeliveryState.DEFERRED,
        attempts=mail.attempts - 1,
        next_try_at=pause.next_try_at,
        reason=answer.reason,
        reply=answer.reply,
    )


def _after_error(mail: Any, at: datetime, error: str) -> None:
    """What has certainly not been sent is tried again; what may have been is never sent again by itself."""
    if mail.state == DeliveryState.SENDING:
        leases.release(mail, state=DeliveryState.UNKNOWN, reason=Reason.ERROR, reply=error, finished_at=at)
    else:
        _later(mail, at, reply=error, reason=Reason.ERROR)


def _later(mail: Any, at: datetime, **said: str) -> None:
    if mail.attempts > len(BACKOFF):
        leases.release(mail, state=DeliveryState.FAILED, finished_at=at, **said)
        return
    wait = timedelta(minutes=BACKOFF[mail.attempts - 1])
    leases.release(mail, state=DeliveryState.DEFERRED, next_try_at=at + wait, **said)


def sweep(mails: QuerySet[Any], at: datetime) -> int:
    """Mails whose worker died while handing them over: nobody knows, so say so. How many."""
    died = mails.filter(state=DeliveryState.SENDING, claimed_until__lt=Now())
    unknown = {"state": DeliveryState.UNKNOWN, "reason": Reason.STOPPED, "finished_at": at, "claimed_until": None}
    mails.filter(state__in=OPEN, next_try_at__gt=at + LONGEST).update(next_try_at=at)
    return died.update(**unknown)
