"""An organisation: any body, from a company or an idea not yet registered to a clinic or an authority."""

import time
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import Hangs
from accounts.models import User
from accounts.noun import NounQuerySet
from contacts import numbers
from contacts.access import can_edit_organisation, can_work_with_contacts
from contacts.models.likeness import Likeness
from contacts.models.name_words import NAME_WORDS, number_prefix, prefixes_of
from journal.bulk import bulk_create
from journal.change import change, undo
from journal.facts import CHANGED, TAKEN_REFUSED, Tells
from journal.happening import Happening
from journal.history import keep_history
from journal.models import Entry
from journal.record import record_all
from journal.taken import OnlyOne, check_may_claim
from ui.swedish import SwedishOrder
from ui.text import fold, words_in

# Names that match a word; beyond so many it is a common one.
COMMON = 10_000


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("Company")
    IDEA = "idea", _("Idea, not yet registered")
    HEALTHCARE_PROVIDER = "healthcare_provider", _("Healthcare provider")
    UNIVERSITY = "university", _("University")
    RESEARCH_INSTITUTE = "research_institute", _("Research institute")
    INCUBATOR = "incubator", _("Incubator")
    ACCELERATOR = "accelerator", _("Accelerator")
    CLUSTER = "cluster", _("Cluster")
    INVESTOR = "investor", _("Investor")
    AUTHORITY = "authority", _("Authority")
    ASSOCIATION = "association", _("Association")


class NumberScheme(models.TextChoices):
    ORGNR = "orgnr", _("Organisation number")
    PERSONAL = "personal", _("Sole trader’s personal number")
    FOREIGN = "foreign", _("Foreign number")


class Domain(models.TextChoices):
    LIFE_SCIENCE = "life_science", _("Life science")
    MEDTECH = "medtech", _("Medtech")
    HEALTHTECH = "healthtech", _("Healthtech")
    FOOD = "food", _("Food")
    MOBILE = "mobile", _("Mobile technology")
    MEDIA = "media", _("Media")
    DEEP_TECH = "deep_tech", _("Deep tech")
    IOT = "iot", _("IoT")
    AI = "ai", _("AI")
    VR = "vr", _("VR")
    BIG_DATA = "big_data", _("Big data")
    BLOCKCHAIN = "blockchain", _("Blockchain")


class OrganisationQuerySet(NounQuerySet["Organisation"]):
    def matching(self, text: str) -> "OrganisationQuerySet":
        """Every typed word begins a word of the name, or all of it begins the number (never a personal one)."""
        if number := number_prefix(text):
            return self.filter(number__startswith=number).exclude(number_scheme=NumberScheme.PERSONAL)
        if not (words := words_in(text)):
            return self.none() if text.strip() else self.all()
        return self.annotate(name_words=NAME_WORDS).filter(name_words=prefixes_of(words))


@lru_cache(maxsize=2048)
def _is_common(text: str, _minute: int) -> bool:
    return bool(Organisation.objects.matching(text).order_by().values("pk")[COMMON : COMMON + 1])


def is_common(text: str) -> bool:
    """Whether so many names match that the first of them are found soonest by going through all in their order; fewer
    are found first and put in order then. It decides on the way and not on the outcome, so it may be a minute old."""
    return _is_common(text, int(time.monotonic() / 60))


def is_one_of(name: str, keys: models.QuerySet[Any, Any]) -> models.Func:
    """As `name__in=keys`, but PostgreSQL finds the keys first, whatever it believes about their number."""
    return models.Func(
        models.F(name),
        ArraySubquery(keys),
        template="(%(expressions)s))",
        arg_joiner=" = ANY (",
        output_field=models.BooleanField(),
    )


class Organisation(models.Model):
    name = models.CharField(_("name"), max_length=200)
    search_key = models.CharField(max_length=420, editable=False, db_collation="C")
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.COMPANY)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    country = models.CharField(_("country"), max_length=2, default="SE")
    number_scheme = models.CharField(_("kind of number"), max_length=10, choices=NumberScheme, blank=True)
    number = models.CharField(_("organisation number"), max_length=30, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    municipality = models.ForeignKey(
        "contacts.Municipality", models.PROTECT, null=True, blank=True, verbose_name=_("municipality")
    )
    founded_on = models.DateField(_("founded"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    turnover_sek = models.DecimalField(_("turnover, SEK"), max_digits=14, decimal_places=0, null=True, blank=True)
    balance_sek = models.DecimalField(_("balance sheet, SEK"), max_digits=14, decimal_places=0, null=True, blank=True)
    figures_year = models.PositiveSmallIntegerField(_("year of the figures"), null=True, blank=True)
    figures_note = models.CharField(_("note on the figures"), max_length=100, blank=True)
    sni_codes = ArrayField(models.CharField(max_length=5), verbose_name=_("SNI codes"), default=list, blank=True)
    sni_version = models.CharField(_("SNI version"), max_length=4, blank=True, default="")
    domains = ArrayField(
        models.CharField(max_length=20, choices=Domain), verbose_name=_("industry domains"), default=list, blank=True
    )
    s3_area = models.ForeignKey(
        "contacts.S3Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("primary S3 area")
    )
    other_s3_areas = models.ManyToManyField("contacts.S3Area", blank=True, related_name="+", verbose_name=_("S3 areas"))
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("tags"), default=list, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subsidiaries", verbose_name=_("parent company")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    # A number can be a personal one: timelines name the field and show no value.
    untold = ("number",)
    hangs_on = Hangs(aside=("parent",))
    erasing = Erasing(
        nobody=("country", "sni_codes", "sni_version"),
        text=("summary", "website", "figures_note", "tags"),
        parts=("name", "search_key", "number"),
        tied="affiliations__person",
        page=("contacts:organisation_detail", "pk"),
    )

    tells = {
        "organisation.added": Tells(icon="building-2"),
        "organisation.changed": CHANGED,
        "organisation.taken_refused": TAKEN_REFUSED,
        "organisation.likeness_settled": Tells(icon="check"),
        "organisation.likeness_reopened": Tells(icon="history"),
    }

    history = keep_history()
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = [SwedishOrder("name")]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            OnlyOne(
                "country",
                "number_scheme",
                "number",
                at="number",
                name="organisation_number_unique",
                condition=~models.Q(number=""),
            ),
            models.CheckConstraint(
                name="organisation_number_has_scheme",
                condition=models.Q(number="", number_scheme="") | (~models.Q(number="") & ~models.Q(number_scheme="")),
                violation_error_message=_("A number needs its kind."),
            ),
        ]
        indexes = [
            models.Index(OpClass("number", "varchar_pattern_ops"), name="organisation_number_prefix"),
            models.Index(SwedishOrder("name"), "id", name="organisation_by_name"),
            models.Index("search_key", "id", name="organisation_by_prefix"),
            models.Index("kind", SwedishOrder("name"), name="organisation_kind"),
            GinIndex("domains", name="organisation_domains"),
            GinIndex(NAME_WORDS, name="organisation_name_words"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keep the folded name beside the name; a column of its own so that prefix search is one index."""
        self.search_key = fold(self.name)
        if (fields := options.get("update_fields")) is not None and "name" in fields:
            options["update_fields"] = {*fields, "search_key"}
        super().save(**options)

    @classmethod
    @transaction.atomic
    def add(cls, *, by: User, at: datetime, **fields: Any) -> Self:
        """A new organisation that is nobody's client; `Client.open_client` makes one that is."""
        organisation = cls(**fields)
        organisation.check_alone(by=by, at=at)
        return cls.add_all([organisation], by=by, at=at)[0]

    @classmethod
    @transaction.atomic(savepoint=False)
    def add_all(cls, organisations: Sequence[Self], *, by: User, at: datetime) -> list[Self]:
        """New organisations that are nobody's clients; that no two have one number is the caller's to see to."""
        made = cls.save_all(organisations, by=by, at=at)
        record_all(Happening("organisation.added", one, by, at) for one in made)
        return made

    @classmethod
    def save_all(cls, organisations: Sequence[Self], *, by: User, at: datetime) -> list[Self]:
        """Check and insert, the history signed; the verb that made them tells."""
        for organisation in organisations:
            organisation.check_add(by=by)
        made = bulk_create(organisations, by=by, reason="organisation.added", at=at)
        Likeness.note_all(made, by=by, at=at)
        return made

    def check_add(self, *, by: User) -> None:
        """Raises PermissionDenied, or ValidationError by field; asks the database nothing."""
        require(can_work_with_contacts(by))
        self.search_key = fold(self.name)
        self.clean_fields(exclude=["municipality", "s3_area", "parent"])

    def check_alone(self, *, by: User, at: datetime) -> None:
        """What one record asks of the others: its place, its areas, a number of its own."""
        self.search_key = fold(self.name)
        self.full_clean(validate_unique=False, validate_constraints=False)
        if self.number:
            check_may_claim("number", by=by, at=at)
            self.validate_constraints()

    @transaction.atomic
    def change(self, values: dict[str, Any], *, by: User, at: datetime, version: int | None = None) -> Self:
        """Set fields. What copies the name follows by a reaction."""
        require(can_edit_organisation(by, self))
        if values.get("number", self.number) not in {"", self.number}:
            check_may_claim("number", by=by, at=at)
        return change(self, values, by=by, at=at, version=version)

    @transaction.atomic
    def undo(self, entry: Entry, *, by: User, at: datetime) -> Self:
        require(can_edit_organisation(by, self))
        return undo(self, entry, by=by, at=at)

    @property
    def shown_number(self) -> str:
        """The number as it may be shown: a sole trader's is a personal number and stays masked."""
        return numbers.shown(self.number_scheme, self.number)

    @property
    def size_class(self) -> str:
        """micro, small, medium or large by 2003/361/EC (staff, and turnover or balance sheet); "" when unknown."""
        return numbers.size_class(self.employees, self.turnover_sek, self.balance_sek)
