"""When the mail server fails all mail alike, the queue waits as one: one try after each wait, not one for each mail."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from mail.models import MailPause
from mail.smtp import Answer

# Minutes until the server is tried again; the last wait is repeated until it answers.
BACKOFF = [1, 2, 5, 10, 15, 30]
# How far the clocks of two workers may be apart.
LEEWAY = timedelta(minutes=5)


def current() -> MailPause | None:
    return MailPause.objects.filter(failures__gt=0).first()


def holds(at: datetime) -> bool:
    """Whether nothing is to be tried at `at`."""
    return MailPause.objects.filter(next_try_at__gt=at).exists()


def forget_what_is_to_come(at: datetime) -> None:
    """A pause that a clock which ran ahead has begun or made longer: it would hold all mail until that clock's time."""
    longest = at + timedelta(minutes=BACKOFF[-1]) + LEEWAY
    MailPause.objects.filter(Q(since__gt=at + LEEWAY) | Q(next_try_at__gt=longest)).delete()


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


def unanswered(answer: Answer, at: datetime) -> None:
    """A mail was taken and nothing said of it. A second one in a row begins the pause: fed on, such a server would make
    every mail one of which nobody knows."""
    first = {"since": at, "next_try_at": at, "failures": 0, "reason": answer.reason, "reply": answer.reply}
    if not MailPause.objects.get_or_create(pk=1, defaults=first)[1]:
        failed(answer, at)


def answered() -> None:
    MailPause.objects.all().delete()
