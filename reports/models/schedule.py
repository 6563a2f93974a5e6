"""A schedule: which report, how often, to whom, in which formats; the database says what is due."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import require, sees_everything
from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.noun import NounQuerySet
from accounts.rights import Rights
from journal.change import write
from journal.facts import Tells
from journal.history import keep_history
from journal.record import record
from reports.access import can_edit_schedule, can_schedule
from reports.models import promising
from reports.rhythm import Rhythm
from ui import mailboxes
from ui.versions import locked

if TYPE_CHECKING:
    from accounts.models import User

    Wanted = tuple[Iterable[User], Iterable[str]]


class Format(models.TextChoices):
    PDF = "pdf", _("PDF")
    XLSX = "xlsx", _("XLSX")


def of_schedules(by: Rights) -> Q:
    """The owner, the recipients, and those who see everything."""
    if sees_everything(by):
        return Q()
    if by.who is None:
        # An address outside is a recipient without a user; asked as nobody in particular, it would be hers.
        return Q(pk__in=[])
    mine = Recipient.objects.filter(schedule=models.OuterRef("pk"), user=by.who, ended_at=None)
    return Q(owner=by.who) | Q(models.Exists(mine))


class ScheduleQuerySet(NounQuerySet["Schedule"]):
    """Its owner's, and its recipients'."""


WEEKDAYS, DAYS = (1, 7), (1, 31)


def within(bounds: tuple[int, int]) -> list[Any]:
    return [MinValueValidator(bounds[0]), MaxValueValidator(bounds[1])]


class Schedule(models.Model):
    name = models.CharField(_("name"), max_length=150)
    # The code of a report kind (reports/kinds/); kinds are code, not rows.
    kind = models.CharField(_("report"), max_length=30)
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="schedules")
    rhythm = models.CharField(_("rhythm"), max_length=10, choices=Rhythm, default=Rhythm.MONTHLY)
    weekday = models.PositiveSmallIntegerField(_("weekday"), default=1, validators=within(WEEKDAYS))
    day = models.PositiveSmallIntegerField(_("day of the month"), default=1, validators=within(DAYS))
    at_time = models.TimeField(_("local time"))
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Stockholm")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="sv")
    formats = ArrayField(
        models.CharField(max_length=5, choices=Format), verbose_name=_("attachments"), default=list, blank=True
    )
    skips_unchanged = models.BooleanField(_("skip when nothing changed"), default=False)
    starts_at = models.DateTimeField(_("starts"))
    next_due_at = models.DateTimeField(null=True, editable=False)
    # What the clock said when next_due_at was reckoned.
    planned_at = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    hangs_on = Hangs(only=of_schedules)
    erasing = Erasing(
        nobody=("kind", "time_zone", "formats", "language"),
        text=("name", "filters"),
        page=("reports:schedule_detail", "pk"),
    )
    tells = {
        f"schedule.{action}": Tells(icon="calendar")
        for action in ("created", "changed", "paused", "resumed", "unsubscribed")
    }
    history = keep_history()
    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        constraints = [
            models.CheckConstraint(
                name="schedule_weekday_within",
                condition=models.Q(weekday__range=WEEKDAYS),
                violation_error_message=_("A weekday is 1 (Monday) to 7 (Sunday)."),
            ),
            models.CheckConstraint(
                name="schedule_day_within",
                condition=models.Q(day__range=DAYS),
                violation_error_message=_("A day of the month is 1 to 31."),
            ),
        ]
        indexes = [models.Index("next_due_at", name="schedule_is_due")]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def keep(self, *, by: "User", at: datetime, recipients: "Wanted", version: int | None = None) -> "Schedule":
        """Create the schedule, or save its changed fields; `recipients` are (users, addresses) from now on. What is due
        by what it said until now is planned first.

        Raises ui.versions.Changed when somebody saved it since `version`.
        """
        is_new = self.pk is None
        require(can_schedule(by) if is_new else can_edit_schedule(by, self))
        before = None if is_new else locked(Schedule.objects.all(), self.pk, version)
        self.starts_at = self.starts_at or at
        self.full_clean()
        if before and self._is_as(before, recipients):
            return before
        if before:
            promising.plan(before, at)
            self.version, self.paused_at = before.version + 1, before.paused_at
        promising.promise_next(self, at)
        write(self, by=by, at=at)
        if before:
            promising.note_moved(before, self, at)
        self._keep_recipients(*recipients, at=at)
        record("schedule.created" if is_new else "schedule.changed", self, by=by, at=at)
        return self

    def _is_as(self, before: "Schedule", recipients: "Wanted") -> bool:
        """Nothing is said otherwise."""
        names = [field.attname for field in self._meta.concrete_fields if field.editable and field.name != "created_at"]
        now = {("user", one.user_id) if one.user_id else ("email", one.email) for one in self.recipients.active()}
        wanted = _wanted(list(recipients[0]), list(recipients[1]))
        return wanted == now and all(getattr(self, name) == getattr(before, name) for name in names)

    def _keep_recipients(self, users: "Iterable[User]", addresses: Iterable[str], *, at: datetime) -> None:
        """Those left out end (old deliveries still name them); those named again come back."""
        wanted = _wanted(list(users), list(addresses))
        for recipient in self.recipients.all():
            key = ("user", recipient.user_id) if recipient.user_id else ("email", recipient.email)
            ended = None if key in wanted else recipient.ended_at or at
            if ended != recipient.ended_at:
                recipient.ended_at = ended
                recipient.save(update_fields=["ended_at"])
            wanted.discard(key)
        Recipient.objects.bulk_create(
            Recipient(schedule=self, **({"user_id": key} if kind == "user" else {"email": key})) for kind, key in wanted
        )

    @transaction.atomic
    def pause(self, *, by: "User", at: datetime, version: int | None = None) -> None:
        """What is due until then is sent; what falls due during the pause is kept as skipped."""
        require(can_edit_schedule(by, self))
        before = locked(Schedule.objects.all(), self.pk, version)
        if before.paused_at:
            raise ValidationError(_("The schedule is paused already."))
        promising.plan(before, at)
        self.next_due_at, self.paused_at = before.next_due_at, at
        write(self, ["paused_at"], by=by, at=at)
        record("schedule.paused", self, by=by, at=at)

    @transaction.atomic
    def resume(self, *, by: "User", at: datetime, version: int | None = None) -> None:
        """Goes on with the next period; what would have been sent during the pause stands as skipped."""
        require(can_edit_schedule(by, self))
        before = locked(Schedule.objects.all(), self.pk, version)
        if not before.paused_at:
            raise ValidationError(_("The schedule is not paused."))
        promising.plan(before, at)
        self.paused_at = None
        promising.promise_next(self, at)
        write(self, ["paused_at", "next_due_at", "planned_at"], by=by, at=at)
        record("schedule.resumed", self, by=by, at=at)


def _wanted(users: "list[User]", addresses: list[str]) -> set[tuple[str, int | str]]:
    """One for each mailbox: an address that is a user's own is given to her, however it is written."""
    written = {mailboxes.written(address) for address in addresses}
    owners = get_user_model()._default_manager.filter(email__in=written, is_active=True)
    taken = {mailboxes.of(user.email): user.pk for user in [*owners, *users]}
    wanted: set[tuple[str, int | str]] = {("user", pk) for pk in taken.values()}
    return wanted | {("email", address) for address in written if mailboxes.of(address) not in taken}


def of_recipients(by: Rights) -> Q:
    """All, to those who may change the schedule and to those who see everything; to a reader only herself."""
    if sees_everything(by):
        return Q()
    if by.who is None:
        return Q(pk__in=[])
    mine = Q(user=by.who)
    return mine | Q(schedule__owner=by.who) if can_schedule(by) else mine


class RecipientQuerySet(NounQuerySet["Recipient"]):
    def active(self) -> "RecipientQuerySet":
        return self.filter(ended_at=None)


class Recipient(models.Model):
    """A user, or an outside address (which sees what anybody may see: open records only)."""

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="recipients")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    # By which she is named outside: a row's number comes again after a backup was restored.
    key = models.UUIDField(default=uuid4, db_default=RandomUUID(), unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150, blank=True)
    # Unsubscribed or taken off; kept, so that old deliveries still name her.
    ended_at = models.DateTimeField(null=True)

    hangs_on = Hangs(only=of_recipients, aside=("schedule",))
    erasing = Erasing(nobody=("key",), parts=("email", "name"))
    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="recipient_user_or_address",
                condition=models.Q(user=None) ^ models.Q(email=""),
                violation_error_message=_("Choose a user or write an address."),
            ),
            models.UniqueConstraint("schedule", "user", name="recipient_user_once", condition=~models.Q(user=None)),
            models.UniqueConstraint("schedule", "email", name="recipient_email_once", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return self.address

    @transaction.atomic
    def end(self, *, at: datetime) -> None:
        """Unsubscribe: nothing of this schedule goes to her mailbox any more, however it is named there; doing it again
        changes nothing. Whoever has the schedule's form open sees it before saving."""
        schedule = locked(Schedule.objects.all(), self.schedule_id)
        hers = [one for one in schedule.recipients.active().select_related("user") if one.mailbox == self.mailbox]
        if not hers:
            return
        Recipient.objects.filter(pk__in=[one.pk for one in hers]).update(ended_at=at)
        schedule.version += 1
        schedule.save_without_historical_record(update_fields=["version"])  # type: ignore[attr-defined]
        record("schedule.unsubscribed", schedule, by=self.user, at=at)

    @property
    def mailbox(self) -> str:
        return mailboxes.of(self.address)

    @property
    def address(self) -> str:
        return self.user.email if self.user else self.email
