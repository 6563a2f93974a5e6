"""A client: the advisory relation to one organisation, with its stage, lead advisor and confidentiality."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.access import client_readable_by
from journal.history import keep_history


class Stage(models.TextChoices):
    ENQUIRY = "enquiry", _("Enquiry")
    ASSESSMENT = "assessment", _("Assessment")
    ACTIVE = "active", _("Active")
    DORMANT = "dormant", _("Dormant")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined")


class Confidentiality(models.TextChoices):
    OPEN = "open", _("Open to all staff")
    TEAM = "team", _("The team only")
    NAMED = "named", _("Named people only")


class Origin(models.TextChoices):
    EVENT = "event", _("Event")
    REFERRAL = "referral", _("Referral")
    WEB = "web", _("Web")
    OUTREACH = "outreach", _("Own outreach")
    PARTNER = "partner", _("Partner")


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, user: Any) -> "ClientQuerySet":
        return self.filter(client_readable_by(user))

    def in_work(self) -> "ClientQuerySet":
        return self.filter(stage__in=[Stage.ENQUIRY, Stage.ASSESSMENT, Stage.ACTIVE])


class Client(models.Model):
    organisation = models.OneToOneField(
        "crm.Organisation", models.PROTECT, related_name="client", verbose_name=_("organisation")
    )
    # Copied from the organisation, so that the list sorts and pages on one index.
    search_key = models.CharField(max_length=420, editable=False)
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
    needs = models.TextField(_("needs"), blank=True)
    note = models.TextField(_("note"), blank=True)
    cadence_days = models.PositiveSmallIntegerField(_("usual days between contacts"), default=60)
    # Kept by the meeting verbs: lists sort and filter on it at 100 000 clients.
    last_contact_on = models.DateField(_("last contact"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = keep_history()
    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["search_key", "pk"]
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        indexes = [
            models.Index("search_key", "id", name="client_by_name"),
            models.Index(
                models.F("last_contact_on").desc(nulls_last=True), models.F("id").desc(), name="client_by_contact"
            ),
            models.Index("lead", "stage", "search_key", "id", name="client_by_lead"),
            models.Index("stage", "search_key", "id", name="client_by_stage"),
            models.Index("last_contact_on", name="client_quiet", condition=models.Q(stage="active")),
        ]

    def __str__(self) -> str:
        return self.organisation.name


class NamedReader(models.Model):
    """A person who may read a client that is kept to named people."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="named_readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("client", "user", name="namedreader_once")]

    def __str__(self) -> str:
        return str(self.user)


class StageMove(models.Model):
    """One move between stages: when, why, by whom."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="stage_moves")
    from_stage = models.CharField(max_length=12, choices=Stage, blank=True)
    to_stage = models.CharField(max_length=12, choices=Stage)
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"
