"""When the mail server fails all mail alike, the queue waits as one: one try after each wait, not one for each mail."""

from datetime import datetime, timedelta

from django.db import transaction

from reports.models import MailPause
from reports.smtp import Answer

# Minutes until the server is tried again; the last wait is repeated until it answers.
BACKOFF = [1, 2, 5, 10, 15, 30]


def current() -> MailPause | None:
    return MailPause.objects.first()


def holds(at: datetime) -> bool:
    """Whether nothing is to be tried at `at`."""
    return MailPause.objects.filter(next_try_at__gt=at).exists()


@transaction.atomic
def failed(answer: Answer, at: datetime) -> MailPause:
    """Begin the pause, or make it longer; several workers that fail in the same round count as one."""
    first = {"since": at, "next_try_at": at + timedelta(minutes=BACKOFF[0])}
    said = {"reason": answer.reason, "reply": answer.reply}
    pause, is_new = MailPause.objects.select_for_update().get_or_create(pk=1, defaults=first | said)
    if not is_new and pause.next_try_at <= at:
        pause.failures += 1
        minutes = BACKOFF[min(pause.failures, len(BACKOFF)) - 1]
        pause.next_try_at, pause.reason, pause.reply = at + timedelta(minutes=minutes), answer.reason, answer.reply
        pause.save()
    return pause


def answered() -> None:
    MailPause.objects.all().delete()
