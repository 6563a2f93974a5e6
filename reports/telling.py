"""Tell a schedule's owner of a report that did not go: by mail as soon as mail works, and on Today at once."""

from datetime import date, datetime, timedelta
from email.message import Message
from email.policy import SMTP

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Role, User
from crm.sections import Section
from crm.today import contributors
from reports import links, mailboxes, pausing, posting, words
from reports.models import OPEN, STUCK, About, Delivery, Notice, Run, RunState, Schedule
from reports.posting import Letter

# A report that has waited for longer has not gone as it should.
SOON = timedelta(minutes=2)


def tell(run: Run, about: About, at: datetime) -> None:
    """Plan a notice of the run, once, in the transaction of what it tells."""
    notice = Notice(run=run, about=about, to=_to(run.schedule), planned_at=at, next_try_at=at)
    notice.message_id = links.message_id(f"notices/{run.pk}/{about}/{at.isoformat()}")
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


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
    for run in _waiting(at).filter(~Exists(Notice.objects.filter(run=OuterRef("pk"), about=About.LATE))):
        tell(run, About.LATE, at)


def _waiting(at: datetime) -> QuerySet[Run]:
    return Run.objects.filter(_waits(at)).select_related("schedule__owner").defer("data")


def _waits(at: datetime) -> Q:
    mails = Delivery.objects.filter(run=OuterRef("pk"), state__in=OPEN, planned_at__lte=at - SOON)
    return Q(Exists(mails), state=RunState.DELIVERING)


def waiting(at: datetime) -> QuerySet[Notice]:
    return posting.waiting(Notice.objects.all(), at)


def deliver(pk: int, at: datetime) -> Notice | None:
    return posting.post(Notice.objects.all(), pk, at, _letter)


def sweep(at: datetime) -> int:
    tell_of_late(at)
    return posting.sweep(Notice.objects.all(), at)


def _letter(notice: Notice, at: datetime) -> Letter | None:
    if not notice.to.is_active:
        return None
    with translation.override(notice.to.language):
        message = _message(notice)
    return Letter(message, mailboxes.encoded(notice.to.email))


def _message(notice: Notice) -> Message:
    """What happened and where to see to it; nothing of the report itself."""
    run = notice.run
    told = {"schedule": run.schedule.name, "period": words.period(run.period)}
    subject = {
        About.FAILED: _("The report “%(schedule)s” for %(period)s has failed"),
        About.INCOMPLETE: _("The report “%(schedule)s” for %(period)s went without one of its files"),
        About.UNDELIVERED: _("The report “%(schedule)s” for %(period)s did not reach everyone"),
        About.LATE: _("The report “%(schedule)s” for %(period)s was late"),
    }[About(notice.about)]
    said = [_what(notice), settings.BASE_URL + reverse("reports:run_detail", args=[run.pk])]
    message = EmailMessage(
        subject=" ".join((subject % told).split())[:200],
        body="\n\n".join(said) + "\n",
        from_email=settings.MAIL_FROM,
        to=[mailboxes.encoded(notice.to.email)],
        headers={"Message-ID": notice.message_id, "Auto-Submitted": "auto-generated"},
    )
    return message.message(policy=SMTP)


def _what(notice: Notice) -> str:
    run = notice.run
    why = str(run.get_trouble_display())
    if notice.about == About.FAILED:
        return " ".join([_("It was tried three times."), why, _("You can try it again here:")])
    if notice.about == About.INCOMPLETE:
        return " ".join([_("The mails have gone without it."), why, _("You can ask for it again here:")])
    if notice.about == About.LATE:
        return _("Its mails waited for the mail server. They go out now; what became of each stands here:")
    told = {"stuck": run.deliveries.filter(state__in=STUCK).count(), "mails": run.deliveries.count()}
    return _("%(stuck)s of %(mails)s mails were not delivered. Decide here what is to be done:") % told


def troubled(user: User, at: datetime) -> QuerySet[Run]:
    """Runs that did not go as they should, of the user's schedules; to administrators also of owners who have left."""
    hers = Q(schedule__owner=user)
    if user.role == Role.ADMINISTRATOR:
        hers |= Q(schedule__owner__is_active=False)
    late = Q(state__in=[RunState.DUE, RunState.FROZEN], due_at__lte=at - SOON)
    ended = Q(state__in=[RunState.FAILED, RunState.UNDELIVERED])
    found = Run.objects.counted().filter(hers, ended | late | _waits(at))
    return found.select_related("schedule").defer("data").order_by("-due_at", "-pk")


def on_today(user: User, on: date) -> Section | None:
    runs = list(troubled(user, timezone.now())[:10])
    return Section("reports/on_today.html", {"runs": runs}) if runs else None


def register() -> None:
    contributors.append(on_today)
