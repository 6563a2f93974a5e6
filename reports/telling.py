"""Tell a schedule's owner of a report that did not go: by mail as soon as mail works, and on Today at once."""

from datetime import date, datetime, timedelta
from email.message import Message

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from crm.sections import Section
from crm.today import contributors
from mail import kinds, ledger, pausing, writing
from mail.kinds import Letter
from mail.models import STUCK, UNFINISHED, Mail, MailState
from reports import words
from reports.about import ONCE, About
from reports.models import UNCHOSEN, Delivery, Run, RunState, Schedule, Skipped

# A report that has waited for longer has not gone as it should.
SOON = timedelta(minutes=2)
# For so long Today tells of a report that was not sent, unless somebody has decided on it before.
REMEMBERED = timedelta(days=14)


def tell(run: Run, about: About, at: datetime) -> None:
    """Plan a mail about the run, once, in the transaction of what it tells; a run ends at a moment."""
    moment = 0 if about in ONCE else int(at.timestamp())
    ledger.plan(about, run.pk, _to(run.schedule), at=at, sequence=moment)


def has_told(run: Run, about: About) -> bool:
    return Mail.objects.filter(kind=about, subject=run.pk).exists()


def _to(schedule: Schedule) -> User:
    """The owner; when she has left, an administrator."""
    if schedule.owner.is_active:
        return schedule.owner
    return User.objects.active().filter(role=Role.ADMINISTRATOR).order_by("pk").first() or schedule.owner


def tell_of_late(at: datetime) -> None:
    """Of the runs whose mail has waited for the mail server for more than two minutes."""
    pause = pausing.current()
    if pause is None or pause.since > at - SOON:
        return
    _tell_once(Run.objects.filter(_waits(at)), About.LATE, at)


def tell_of_unsure(at: datetime) -> None:
    """At the first mail of which nobody knows, while the others of its run still wait or are on their way."""
    unsure = Q(Exists(Delivery.objects.filter(run=OuterRef("pk"), state=MailState.UNKNOWN)))
    going = Q(Exists(Delivery.objects.filter(run=OuterRef("pk"), state__in=UNFINISHED)))
    _tell_once(Run.objects.filter(unsure & going, state=RunState.DELIVERING), About.UNSURE, at)


def tell_of_missed(at: datetime) -> None:
    """Of the periods that were skipped while the system was down; once for each schedule and time it was down."""
    missed = Run.objects.filter(state=RunState.SKIPPED, skipped_reason=Skipped.DOWNTIME, finished_at__isnull=False)
    newest = missed.order_by("schedule_id", "finished_at", "-due_at").distinct("schedule_id", "finished_at")
    _tell_once(Run.objects.filter(pk__in=newest.values("pk")), About.MISSED, at)


def _tell_once(runs: QuerySet[Run], about: About, at: datetime) -> None:
    told = Exists(Mail.objects.filter(kind=about, subject=OuterRef("pk")))
    for run in runs.filter(~told).select_related("schedule__owner").defer("data"):
        tell(run, about, at)


def _waits(at: datetime) -> Q:
    mails = Delivery.objects.filter(run=OuterRef("pk"), state__in=UNFINISHED, planned_at__lte=at - SOON)
    return Q(Exists(mails), state=RunState.DELIVERING)


def sweep(at: datetime) -> None:
    tell_of_late(at)
    tell_of_unsure(at)
    tell_of_missed(at)


class NoticeKind(kinds.Kind):
    """The owner is told of a run; a kind for each thing that is told."""

    def __init__(self, about: About) -> None:
        self.about, self.code = about, about.value

    def address(self, mail: Mail, at: datetime) -> str:
        return mail.to.email if mail.to and mail.to.is_active else ""

    def letter(self, mail: Mail, at: datetime) -> Letter:
        run = Run.objects.defer("data").select_related("schedule").get(pk=mail.subject)
        assert mail.to
        with translation.override(mail.to.language):
            return Letter(_message(mail, run, self.about, mail.to.email))


def _message(mail: Mail, run: Run, about: About, address: str) -> Message:
    """What happened and where to see to it; nothing of the report itself."""
    told = {"schedule": run.schedule.name, "period": words.period(run.period)}
    subject = {
        About.FAILED: _("The report “%(schedule)s” for %(period)s has failed"),
        About.INCOMPLETE: _("The report “%(schedule)s” for %(period)s went without one of its files"),
        About.UNDELIVERED: _("The report “%(schedule)s” for %(period)s did not reach everyone"),
        About.LATE: _("The report “%(schedule)s” for %(period)s was late"),
        About.UNSURE: _("The report “%(schedule)s” for %(period)s may not reach everyone"),
        About.MISSED: _("The report “%(schedule)s” for %(period)s was not sent"),
        About.NOBODY: _("The report “%(schedule)s” for %(period)s had nobody to go to"),
        About.HELD: _("The report “%(schedule)s” for %(period)s waits for your decision"),
    }[about]
    said = [_what(run, about), settings.BASE_URL + reverse("reports:run_detail", args=[run.pk])]
    return writing.plain(mail, address, subject % told, "\n\n".join(said) + "\n")


def _what(run: Run, about: About) -> str:
    why = str(run.get_trouble_display())
    if about == About.FAILED:
        return " ".join([_("It was tried three times."), why, _("You can try it again here:")])
    if about == About.INCOMPLETE:
        return " ".join([_("The mails have gone without it."), why, _("You can ask for it again here:")])
    if about in WHAT:
        return str(WHAT[about])
    told = {"stuck": run.deliveries.filter(state__in=STUCK).count(), "mails": run.deliveries.count()}
    return _("%(stuck)s of %(mails)s mails were not delivered. Decide here what is to be done:") % told


WHAT = {
    About.LATE: gettext_lazy("Its mails waited for the mail server. They go out now; what became of each stands here:"),
    About.UNSURE: gettext_lazy(
        "Of at least one of its mails nobody knows whether it arrived; the others are still on their way. "
        "What became of each stands here:"
    ),
    About.MISSED: gettext_lazy(
        "The system was down when it was due. The newest report is sent by itself, this one and older ones are not. "
        "You can send it after all here:"
    ),
    About.NOBODY: gettext_lazy(
        "Everybody whom it was meant for has left its recipients. Name others, and send it after all here:"
    ),
    About.HELD: gettext_lazy(
        "A backup was restored, and the report may have been sent before that. Send it after all, or let it be, here:"
    ),
}


def troubled(user: User, at: datetime) -> QuerySet[Run]:
    """Runs that did not go as they should, of the user's schedules; to administrators also of owners who have left."""
    late = Q(state__in=[RunState.DUE, RunState.FROZEN], due_at__lte=at - SOON)
    ended = Q(state__in=[RunState.FAILED, RunState.UNDELIVERED, RunState.HELD])
    unsent = Q(state=RunState.SKIPPED, skipped_reason__in=UNCHOSEN, finished_at__gt=at - REMEMBERED)
    unsure = Q(Exists(Delivery.objects.filter(run=OuterRef("pk"), state__in=STUCK)), state=RunState.DELIVERING)
    found = Run.objects.counted().filter(_hers(user, "schedule__"), ended | late | unsent | unsure | _waits(at))
    return found.select_related("schedule").defer("data").order_by("-due_at", "-pk")


def _hers(user: User, path: str = "") -> Q:
    hers = Q(**{f"{path}owner": user})
    if user.role == Role.ADMINISTRATOR:
        hers |= Q(**{f"{path}owner__is_active": False})
    return hers


def unplanned(at: datetime) -> QuerySet[Schedule]:
    """Schedules whose time has come, and nobody has begun: the planner is down, or waits for a clock to be believed."""
    return Schedule.objects.filter(next_due_at__lte=at - SOON, paused_at=None).order_by("next_due_at", "pk")


def on_today(user: User, on: date) -> Section | None:
    at = timezone.now()
    runs, forgotten = list(troubled(user, at)[:10]), list(unplanned(at).filter(_hers(user))[:10])
    is_held = any(run.state == RunState.HELD for run in runs)
    count = len(runs) + len(forgotten)
    told = {"runs": runs, "unplanned": forgotten, "count": count, "is_held": is_held}
    return Section("reports/on_today.html", told, late=count) if count else None


def register() -> None:
    contributors.append(on_today)
    for about in About:
        kinds.register(NoticeKind(about))
