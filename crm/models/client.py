"""A client: the advisory relation to one organisation, with its stage, lead advisor and confidentiality."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import Hangs, all_read
from accounts.models import User
from accounts.noun import NounQuerySet
from accounts.rights import Reader, rights_of
from contacts.access import can_work_with_contacts
from contacts.models.organisation import Organisation, is_common, is_one_of
from crm.access import CLIENT_KEPT, can_assign_client, can_edit_client
from crm.models.confidentiality import Confidentiality
from crm.models.keep import keep
from crm.models.reader import NamedReader
from crm.models.stage import IN_WORK, NEXT_STAGES, Stage, StageMove, needs_reason
from journal.bulk import bulk_create, bulk_update
from journal.change import change, save, undo
from journal.facts import CHANGED, Said, Tells
from journal.happening import Happening
from journal.history import keep_history
from journal.models import Entry
from journal.record import record, record_all
from ui.long_text import LongText
from ui.swedish import SwedishOrder
from ui.versions import locked


class Origin(models.TextChoices):
    EVENT = "event", _("Event")
    REFERRAL = "referral", _("Referral")
    WEB = "web", _("Web")
    OUTREACH = "outreach", _("Own outreach")
    PARTNER = "partner", _("Partner")


# The fewest and the most usual days between contacts: Today divides by them.
CADENCE = (1, 3650)


class ClientQuerySet(NounQuerySet["Client"]):
    def hidden_from(self, reader: Reader) -> models.QuerySet["Client"]:
        return CLIENT_KEPT.hidden(rights_of(reader), Client)

    def in_work(self) -> "ClientQuerySet":
        return self.filter(stage__in=IN_WORK)

    def quiet_since(self, day: date) -> "ClientQuerySet":
        """Without contact since before this day; one never met counts from the day it became a client."""
        return self.filter(models.Q(last_contact_on__lt=day) | models.Q(last_contact_on=None, opened_on__lt=day))

    def matching(self, text: str) -> "ClientQuerySet":
        keys = Organisation.objects.matching(text).order_by().values("pk")
        if keys.query.is_empty():
            return self.none()
        if is_common(text):
            return self.filter(organisation__in=keys)
        return self.filter(is_one_of("organisation", keys))


class Client(models.Model):
    organisation = models.OneToOneField(
        "contacts.Organisation", models.PROTECT, related_name="client", verbose_name=_("organisation")
    )
    # Copied from the organisation, so that the list sorts and pages on one index.
    name = models.CharField(max_length=200, editable=False)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.ENQUIRY)
    stage_since = models.DateField(_("in stage since"))
    opened_on = models.DateField(_("client since"))
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clients_led",
        verbose_name=_("lead advisor"),
    )
    team = models.ForeignKey(
        "accounts.Team", models.PROTECT, null=True, blank=True, related_name="clients", verbose_name=_("team")
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, blank=True)
    origin_note = models.CharField(_("origin, in words"), max_length=100, blank=True)
    confidentiality = models.CharField(
        _("confidentiality"), max_length=5, choices=Confidentiality, default=Confidentiality.OPEN
    )
    needs = LongText(_("needs"), blank=True)
    note = LongText(_("note"), blank=True)
    cadence_days = models.PositiveSmallIntegerField(
        _("usual days between contacts"),
        default=60,
        validators=[MinValueValidator(CADENCE[0]), MaxValueValidator(CADENCE[1])],
    )
    # Kept by the meeting verbs: lists sort and filter on it at 100 000 clients.
    last_contact_on = models.DateField(_("last contact"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    # Texts in which people may be named: timelines say that they changed, history keeps what they were.
    untold = ("needs", "note")
    hangs_on = Hangs(itself=CLIENT_KEPT, aside=("organisation",), one_with=("organisation",))
    erasing = Erasing(
        text=("origin_note", "needs", "note"),
        parts=("name",),
        tied="organisation__affiliations__person",
        page=("crm:client_detail", "pk"),
    )

    tells = {
        "client.opened": Tells({"stage": Stage}, icon="plus"),
        "client.stage_changed": Tells(
            {"from": Stage, "to": Stage, "days": int, "move": int},
            Said("move", "stage_moves", "reason"),
            icon="corner-up-right",
        ),
        "client.assigned": Tells({"from": int, "to": int}, icon="user"),
        "client.confidentiality_set": Tells({"from": Confidentiality, "to": Confidentiality}, icon="lock"),
        "client.changed": CHANGED,
    }

    history = keep_history()
    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = [SwedishOrder("name"), "pk"]
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [
            models.CheckConstraint(
                name="client_cadence_within",
                condition=models.Q(cadence_days__range=CADENCE),
                violation_error_message=_("The usual days between contacts are 1 to 3650."),
            )
        ]
        indexes = [
            models.Index(SwedishOrder("name"), "id", name="client_by_name"),
            models.Index(
                models.F("last_contact_on").desc(nulls_last=True), models.F("id").desc(), name="client_by_contact"
            ),
            models.Index("lead", "stage", SwedishOrder("name"), "id", name="client_by_lead"),
            models.Index("stage", SwedishOrder("name"), "id", name="client_by_stage"),
            models.Index("last_contact_on", name="client_quiet", condition=models.Q(stage="active")),
            models.Index("organisation", name="client_not_open", condition=~models.Q(confidentiality="open")),
            models.Index(models.F("opened_on").desc(), models.F("id").desc(), name="client_by_opening"),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def next_stages(self) -> tuple[Stage, ...]:
        return NEXT_STAGES[self.stage]

    @classmethod
    @transaction.atomic
    def open_client(cls, organisation: Organisation, *, by: User, at: datetime, on: date, **fields: Any) -> "Client":
        """Take on an organisation, new (not yet saved) or known, as a client."""
        if organisation._state.adding:
            organisation.check_alone(by=by, at=at)
        elif cls.objects.filter(organisation=organisation).exists():
            told = ValidationError(_("%(name)s is a client already."), code="taken", params={"name": organisation.name})
            raise ValidationError({"organisation": told})
        client = cls(organisation=organisation, opened_on=on, **fields)
        client.clean_fields(exclude=["organisation", "name", "stage_since", "lead", "team"])
        return cls.open_all([client], by=by, at=at)[0]

    @classmethod
    @transaction.atomic(savepoint=False)
    def open_all(cls, clients: Sequence[Self], *, by: User, at: datetime) -> list[Self]:
        """Take on organisations, new or known and nobody's clients yet."""
        require(all_read(by, [one.organisation for one in clients if not one.organisation._state.adding]))
        Organisation.save_all([one.organisation for one in clients if one.organisation._state.adding], by=by, at=at)
        for client in clients:
            client.check_open(by=by)
        made = bulk_create(clients, by=by, reason="client.opened", at=at)
        moves = [StageMove(client=client, to_stage=client.stage, on=client.opened_on, by=by) for client in made]
        StageMove.objects.bulk_create(moves, batch_size=1000)
        # Whoever brings a kept client in for another knows it already, and goes on reading it.
        kept = [one for one in made if one.confidentiality != Confidentiality.OPEN and one.lead_id != by.pk]
        NamedReader.objects.bulk_create(NamedReader(client=client, user=by) for client in kept)
        record_all(Happening("client.opened", one, by, at, [one.organisation], {"stage": one.stage}) for one in made)
        return made

    def check_open(self, *, by: User) -> None:
        """Raises PermissionDenied, or ValidationError by field; asks the database nothing."""
        require(can_work_with_contacts(by))
        self.name, self.stage_since = self.organisation.name, self.stage_since or self.opened_on
        self.clean_fields(exclude=["organisation", "name", "lead", "team"])

    @transaction.atomic
    def change(
        self,
        values: dict[str, Any],
        *,
        by: User,
        at: datetime,
        version: int | None = None,
        organisation: dict[str, Any] | None = None,
        organisation_version: int | None = None,
    ) -> "Client":
        """Set fields that have no verb of their own, and those of the organisation in the same breath."""
        require(can_edit_client(by, self))
        changed = change(self, values, by=by, at=at, version=version)
        if organisation:
            self.organisation.change(organisation, by=by, at=at, version=organisation_version)
        return changed

    @classmethod
    def take_names(cls, organisations: Iterable[Any], *, by: User | None, at: datetime) -> None:
        """Organisations are called otherwise: the clients they are, by whose names lists are sorted, follow."""
        names = {one.pk: one.name for one in organisations}
        clients = list(cls.objects.filter(organisation__in=names).select_for_update(no_key=True))
        renamed = [client for client in clients if client.name != names[client.organisation_id]]
        for client in renamed:
            client.name = names[client.organisation_id]
        bulk_update(renamed, ["name"], by=by, reason="organisation.changed", at=at)

    @transaction.atomic
    def undo(self, entry: Entry, *, by: User, at: datetime) -> "Client":
        require(can_edit_client(by, self))
        return undo(self, entry, by=by, at=at)

    @transaction.atomic
    def move_to(
        self, stage: str, *, on: date, by: User, at: datetime, reason: str = "", version: int | None = None
    ) -> "Client":
        """Move to the next stage; the move is kept with its day, reason and mover."""
        client = locked(type(self).objects.all(), self.pk, version)
        require(can_edit_client(by, client))
        client.check_move(stage, on, at, reason)
        left, days = client.stage, (on - client.stage_since).days
        client.stage, client.stage_since = stage, on
        save(client, ["stage", "stage_since"], by=by, at=at)
        move = client.stage_moves.create(from_stage=left, to_stage=stage, on=on, reason=reason, by=by)
        facts = {"from": left, "to": stage, "days": days, "move": move.pk}
        record("client.stage_changed", client, by=by, at=at, about=[client.organisation], **facts)
        return client

    def check_move(self, stage: str, on: date, at: datetime, reason: str) -> None:
        """Raises ValidationError by field."""
        if stage not in self.next_stages:
            words = {"from": Stage(self.stage).label, "to": dict(Stage.choices).get(stage, stage)}
            told = ValidationError(_("A client cannot go from %(from)s to %(to)s."), params=words)
            raise ValidationError({"stage": told})
        if on < self.stage_since:
            raise ValidationError({"on": _("The move is dated before the client came to its present stage.")})
        if on > timezone.localdate(at):
            raise ValidationError({"on": _("A move cannot be dated in the future.")})
        if needs_reason(self.stage, stage) and not reason.strip():
            raise ValidationError({"reason": _("Say why.")})

    @transaction.atomic
    def assign(self, lead: User, *, by: User, at: datetime, version: int | None = None) -> "Client":
        """Give the client a lead advisor, whose team becomes the client's."""
        client = locked(type(self).objects.all(), self.pk, version)
        require(can_assign_client(by, client))
        if client.lead_id == (lead and lead.pk):
            return client
        if lead is not None and not lead.is_active:
            raise ValidationError({"lead": _("%(name)s no longer works here.") % {"name": lead.name}})
        left = client.lead_id
        client.lead = lead
        client.team = lead.team if lead and lead.team_id else client.team
        save(client, ["lead", "team"], by=by, at=at)
        facts: dict[str, Any] = {"from": left, "to": client.lead_id}
        record("client.assigned", client, by=by, at=at, **facts)
        return client

    @transaction.atomic
    def set_confidentiality(
        self, level: str, *, by: User, at: datetime, readers: Iterable[User] = (), version: int | None = None
    ) -> "Client":
        """Say who may read the client; `readers` are the named people besides the lead."""
        client = locked(type(self).objects.all(), self.pk, version)
        keep(client, level, readers, by=by, at=at)
        return client
