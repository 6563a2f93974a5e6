"""Post a mail that waits: never twice, never silently lost, at worst a visible unknown that a person resolves."""

import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from journal import leases, trying
from mail import kinds, pausing, smtp, suppressing
from mail.models import OPEN, UNFINISHED, Mail, MailState
from mail.smtp import Reason
from ui import mailboxes

log = logging.getLogger(__name__)


def waiting(at: datetime) -> QuerySet[Mail]:
    """Those to try at `at` that nobody holds; none while the mail server is left in peace."""
    if pausing.holds(at):
        return Mail.objects.none()
    return Mail.objects.filter(leases.free(), state__in=OPEN, next_try_at__lte=at)


def post(pk: int, at: datetime) -> Mail | None:
    """Try one mail; None when another worker has it, it is not due, or the mail server is left in peace."""
    if pausing.holds(at):
        return None
    with _is_let_in(pk) as is_let_in:
        return _claim_and_post(pk, at) if is_let_in else None


@contextlib.contextmanager
def _is_let_in(pk: int) -> Iterator[bool]:
    """Of a kind that one worker is with at a time, whether that is this one."""
    code = Mail.objects.filter(pk=pk).values_list("kind", flat=True).first()
    if code is None or not kinds.named(code).is_alone:
        yield code is not None
        return
    with alone(code) as is_alone:
        yield is_alone


@contextlib.contextmanager
def alone(code: str) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"mail {code}"])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"mail {code}"])


def _claim_and_post(pk: int, at: datetime) -> Mail | None:
    due = Mail.objects.filter(state__in=OPEN, next_try_at__lte=at)
    mail: Mail | None = leases.claim(due, pk, state=MailState.CLAIMED)
    if mail is None:
        return None
    try:
        with leases.kept(mail):
            _post(mail, at)
    except leases.LeaseLost:
        log.warning("mail %s (%s) was taken over by another worker", pk, mail.kind)
    except Exception as error:
        log.exception("mail %s (%s) failed", pk, mail.kind)
        _after_error(mail, at, f"{type(error).__name__}: {error}"[:400])
    kinds.of(mail).tried(mail, at)
    return mail


def _post(mail: Mail, at: datetime) -> None:
    kind = kinds.of(mail)
    address = kind.address(mail, at)
    if not address:
        kind.left(mail, at)
        _cancel(mail, at, Reason.LEFT)
    elif not _is_only_one_to(mail, mailboxes.of(address)):
        _cancel(mail, at, Reason.SAME)
    elif suppressing.holds(mail.mailbox):
        leases.release(mail, state=MailState.BOUNCED, reason=Reason.SUPPRESSED, finished_at=at)
    else:
        _hand_over(mail, kind, mailboxes.encoded(address), at)


def _cancel(mail: Mail, at: datetime, reason: Reason) -> None:
    leases.release(mail, state=MailState.CANCELLED, reason=reason, finished_at=at)


def _is_only_one_to(mail: Mail, mailbox: str) -> bool:
    """Whether no other mail of its kind about the record goes to that mailbox; hers may have changed since it was
    planned."""
    if mailbox == mail.mailbox:
        return True
    try:
        with transaction.atomic():
            leases.write(mail, mailbox=mailbox)
    except IntegrityError:
        return False
    return True


def _hand_over(mail: Mail, kind: kinds.Kind, address: str, at: datetime) -> None:
    letter = kind.letter(mail, at)
    if letter is None:
        _cancel(mail, at, Reason.NEEDLESS)
        return

    def before_data() -> None:
        with transaction.atomic():
            leases.write(mail, state=MailState.SENDING, sent_at=at)
            kind.sending(mail, letter)

    sender = parseaddr(settings.MAIL_FROM)[1]
    with smtp.handed_over(letter.message, sender, address, before_data) as answer:
        _end(mail, answer, at, len(letter.message.as_bytes()))


def _end(mail: Mail, answer: smtp.Answer, at: datetime, size: int) -> None:
    if answer.outcome == "away":
        _wait_for_the_server(mail, answer, at)
        return
    if not answer.reason:
        pausing.answered()
    elif answer.outcome == "unknown":
        pausing.unanswered(answer, at)
    if answer.is_of_address:
        suppressing.suppress(mail.mailbox, answer.reply, at)
    said = {"reply": answer.reply, "reason": answer.reason}
    if answer.outcome == "deferred":
        _later(mail, at, **said)
    else:
        leases.release(mail, state=answer.outcome, finished_at=at, bytes_sent=size, **said)


def _wait_for_the_server(mail: Mail, answer: smtp.Answer, at: datetime) -> None:
    """Not a try of this mail's: however long the server is away, none of its tries are used up."""
    pause = pausing.failed(answer, at)
    leases.release(
        mail,
        state=MailState.DEFERRED,
        attempts=mail.attempts - 1,
        next_try_at=pause.next_try_at,
        reason=answer.reason,
        reply=answer.reply,
    )


def _after_error(mail: Mail, at: datetime, error: str) -> None:
    """What has certainly not been sent is tried again; what may have been is never sent again by itself."""
    if mail.state == MailState.SENDING:
        leases.release(mail, state=MailState.UNKNOWN, reason=Reason.ERROR, reply=error, finished_at=at)
    else:
        _later(mail, at, reply=error, reason=Reason.ERROR)


def _later(mail: Mail, at: datetime, **said: str) -> None:
    if wait := trying.wait_after(mail.attempts):
        leases.release(mail, state=MailState.DEFERRED, next_try_at=at + wait, **said)
    else:
        leases.release(mail, state=MailState.FAILED, finished_at=at, **said)


def sweep(at: datetime) -> int:
    """Mails whose worker died while handing them over: nobody knows, so say so. How many."""
    pausing.forget_what_is_to_come(at)
    # Planned, or put off, by a clock that ran ahead: what waits is told as late only by the time it has waited.
    Mail.objects.filter(state__in=UNFINISHED, planned_at__gt=at).update(planned_at=at)
    trying.bring_nearer(Mail.objects.filter(state__in=OPEN), at)
    died = Mail.objects.filter(leases.ended(), state=MailState.SENDING)
    return died.update(state=MailState.UNKNOWN, reason=Reason.STOPPED, finished_at=at, claimed_until=None)


def hold(kind: str, at: datetime) -> int:
    """After a backup was restored: what was waiting in it may have been sent since, and waits for a person. How many of
    the kind; what has been planned at `at` is not in the backup."""
    held = Mail.objects.filter(state__in=UNFINISHED, planned_at__lt=at)
    of_kind = held.filter(kind=kind).count()
    held.update(state=MailState.UNKNOWN, reason=Reason.RESTORED, claimed_by="", claimed_until=None, finished_at=at)
    return of_kind
