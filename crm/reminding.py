"""A mail on the morning of the day on which a user's follow-ups are due: all of the day in one, once for the day.

What it names is looked for when it is sent: what is open still, hers still, and hers to read. A follow-up that is moved
to another day is promised for that one; one that gets the day's own date later in the day is not mailed any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from crm.models import SeenTo, Task
from crm.sections import Section
from crm.today import contributors
from journal.due import Missed, Promises, moment
from mail import kinds, ledger, stopping, writing
from mail.kinds import Letter
from mail.models import STUCK, Mail

FOLLOW_UPS, UNSENT = "follow_ups", "follow_ups_unsent"
# By her own clock, as schedules have it.
AT = time(7)
# Who has been away from the product for longer is reminded of the newest morning all the same.
LONGEST = 60


@dataclass(frozen=True)
class Morning:
    on: date
    at: datetime


class FollowUps(Promises[User, Morning]):
    """A morning that was missed for a day is not worth a mail beside the next one's."""

    missed = Missed.NEWEST

    def rows(self, at: datetime) -> QuerySet[User]:
        """Also who wants no mail, so that what was due before she wants it is not sent then."""
        users = User.objects.active()
        wanted = Q(pk__in=[])
        for zone in users.order_by().values_list("time_zone", flat=True).distinct():
            wanted |= Q(time_zone=zone) & ~Q(seen_to__until__gte=_last(zone, at).on)
        return users.filter(wanted).order_by("pk")

    def come(self, user: User, at: datetime) -> list[Morning]:
        last = _last(user.time_zone, at)
        seen = SeenTo.objects.filter(user=user).values_list("until", flat=True).first()
        days = min((last.on - seen).days, LONGEST) if seen else 1
        return [_morning(last.on - timedelta(days=back), user.time_zone) for back in reversed(range(days))]

    def moment(self, morning: Morning) -> datetime:
        return morning.at

    def keep(self, user: User, kept: Sequence[Morning], given_up: Sequence[Morning], at: datetime) -> None:
        for morning in kept:
            if user.reminds and due(user, morning.on).exists():
                ledger.plan(FOLLOW_UPS, user.pk, user, at=at, sequence=morning.on.toordinal())
        until = max(one.on for one in [*kept, *given_up])
        SeenTo.objects.update_or_create(user=user, defaults={"until": until})

    def take_back(self, at: datetime) -> None:
        """The ledger keeps a day's mail from going twice."""
        today = timezone.localdate(at)
        SeenTo.objects.filter(until__gt=today + timedelta(days=1)).update(until=today - timedelta(days=1))

    def give_up(self, at: datetime) -> None:
        """After a backup was restored: what has come since may have been sent before that."""
        for user in self.rows(at):
            self.keep(user, [], self.come(user, at), at)

    def failed(self, user: User, at: datetime) -> None:
        ledger.plan(UNSENT, user.pk, user, at=at, sequence=_last(user.time_zone, at).on.toordinal())


@transaction.atomic
def foreseen(at: datetime) -> int:
    """How many would be mailed to at `at`; nothing of it is kept."""
    before = Mail.objects.filter(kind=FOLLOW_UPS).count()
    PROMISES.settle_all(at)
    count = Mail.objects.filter(kind=FOLLOW_UPS).count() - before
    transaction.set_rollback(True)
    return count


def _morning(on: date, zone: str) -> Morning:
    return Morning(on, moment(on, AT, ZoneInfo(zone)))


def _last(zone: str, at: datetime) -> Morning:
    today = _morning(timezone.localdate(at, ZoneInfo(zone)), zone)
    return today if today.at <= at else _morning(today.on - timedelta(days=1), zone)


def due(user: User, on: date) -> QuerySet[Task]:
    """Her open follow-ups of the day, among those that she may read."""
    return Task.objects.visible_to(user).due(on).filter(owner=user)


class OfFollowUps(kinds.Kind):
    """A mail about a day's follow-ups; the ledger's sequence is the day."""

    def address(self, mail: Mail, at: datetime) -> str:
        return mail.to.email if mail.to and mail.to.is_active else ""


class FollowUpsKind(OfFollowUps):
    code = FOLLOW_UPS
    stoppable = gettext_lazy("mails about follow-ups on the day when they are due")

    def address(self, mail: Mail, at: datetime) -> str:
        return super().address(mail, at) if mail.to and mail.to.reminds else ""

    def letter(self, mail: Mail, at: datetime) -> Letter | None:
        assert mail.to
        on = date.fromordinal(mail.sequence)
        tasks = list(due(mail.to, on).select_related("client__organisation"))
        if not tasks:
            return None
        with translation.override(mail.to.language):
            subject = ngettext("%(count)s follow-up is due %(day)s", "%(count)s follow-ups are due %(day)s", len(tasks))
            told = {"count": len(tasks), "day": _day(on)}
            context = {"tasks": tasks, "today_url": _today(), "stop_url": stopping.address(mail)}
            body = render_to_string("crm/mail/follow_ups.txt", context)
            return Letter(writing.plain(mail, mail.to.email, subject % told, body, is_stoppable=True))

    def stop(self, mail: Mail) -> None:
        if mail.to:
            mail.to.choose(reminds=False)


class UnsentKind(OfFollowUps):
    """That the mail about a day's follow-ups could not be made."""

    code = UNSENT

    def letter(self, mail: Mail, at: datetime) -> Letter:
        assert mail.to
        with translation.override(mail.to.language):
            told = {"day": _day(date.fromordinal(mail.sequence))}
            subject = _("The mail about your follow-ups of %(day)s could not be made") % told
            return Letter(writing.plain(mail, mail.to.email, subject, f"{_('They stand on Today:')}\n\n{_today()}\n"))


def _day(on: date) -> str:
    return date_format(on, "DATE_FORMAT")


def _today() -> str:
    return settings.BASE_URL + reverse("crm:today")


def on_today(user: User, on: date) -> Section | None:
    """A mail of this morning's that has not reached her: her follow-ups stand here all the same."""
    mine = Mail.objects.filter(kind__in=[FOLLOW_UPS, UNSENT], subject=user.pk, to=user)
    sent = mine.filter(sequence__gte=on.toordinal() - 1)
    stuck = sent.filter(Q(state__in=STUCK) | Q(kind=UNSENT)).order_by("-pk").first()
    return Section("crm/reminder_unsent.html", {"mail": stuck}) if stuck else None


def register() -> None:
    kinds.register(FollowUpsKind())
    kinds.register(UnsentKind())
    contributors.append(on_today)


PROMISES = FollowUps()
