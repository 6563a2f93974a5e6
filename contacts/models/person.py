"""A person, and her affiliation: the role she has at an organisation, from–to."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import Hangs, all_read
from accounts.known import is_known, known_openly
from accounts.models import User
from accounts.noun import NounQuerySet
from accounts.rights import Reader, Rights
from contacts.access import can_edit_affiliation, can_edit_person, can_lift_protection, can_work_with_contacts
from contacts.models.name_words import NAME_WORDS, NO_ADDRESS, prefixes_of
from journal.bulk import bulk_create
from journal.change import change, put, save, undo
from journal.facts import CHANGED, Tells
from journal.happening import Happening
from journal.history import keep_history
from journal.models import Entry
from journal.record import record, record_all
from ui.swedish import SwedishOrder
from ui.text import fold, words_in
from ui.versions import locked


def known_by_what_is_read(by: Rights) -> Q:
    """People are known by their roles, and by what rooms above tie them to."""
    return known_openly(Person, by)


class PersonQuerySet(NounQuerySet["Person"]):
    def matching(self, text: str) -> "PersonQuerySet":
        """Every typed word begins a word of the name; or the text begins the e-mail of one who is not protected."""
        if "@" in text:
            lowered = self.alias(lower_email=Lower("email"))
            return lowered.filter(lower_email__startswith=text.strip().lower(), is_protected=False)
        if not (words := words_in(text)):
            return self.none() if text.strip() else self.all()
        return self.annotate(name_words=NAME_WORDS).filter(name_words=prefixes_of(words))


class Person(models.Model):
    name = models.CharField(_("name"), max_length=150, validators=[NO_ADDRESS])
    search_key = models.CharField(max_length=320, editable=False, db_collation="C")
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    is_protected = models.BooleanField(_("protected identity"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    # Personal data is shown by nobody's timeline.
    untold = ("name", "email", "phone")
    hangs_on = Hangs(only=known_by_what_is_read)
    erasing = Erasing(hers=("name", "search_key", "email", "phone"))
    tells = {"person.changed": CHANGED}

    history = keep_history()
    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = [SwedishOrder("name")]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index("email", name="person_email", condition=~models.Q(email="")),
            models.Index(SwedishOrder("name"), "id", name="person_by_name"),
            models.Index("search_key", "id", name="person_by_prefix"),
            GinIndex(NAME_WORDS, name="person_name_words"),
            models.Index(OpClass(Lower("email"), "varchar_pattern_ops"), name="person_email_prefix"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keep the folded name beside the name, as organisations do."""
        self.search_key = fold(self.name)
        if (fields := options.get("update_fields")) is not None and "name" in fields:
            options["update_fields"] = {*fields, "search_key"}
        super().save(**options)

    @classmethod
    @transaction.atomic
    def add(cls, *, by: User, at: datetime, **fields: Any) -> Self:
        return cls.add_all([cls(**fields)], by=by, at=at)[0]

    @classmethod
    @transaction.atomic(savepoint=False)
    def add_all(cls, people: Sequence[Self], *, by: User, at: datetime) -> list[Self]:
        for person in people:
            person.created_by = by
            person.check_add(by=by)
        return bulk_create(people, by=by, reason="person.added", at=at)

    def check_add(self, *, by: User) -> None:
        """Raises PermissionDenied, or ValidationError by field."""
        require(can_work_with_contacts(by))
        self.search_key = fold(self.name)
        self.clean_fields(exclude=["created_by"])

    @transaction.atomic
    def change(self, values: dict[str, Any], *, by: User, at: datetime, version: int | None = None) -> Self:
        require(can_edit_person(by, self))
        self._check_lift(values.get("is_protected", True), by)
        return change(self, values, by=by, at=at, version=version)

    @transaction.atomic
    def undo(self, entry: Entry, *, by: User, at: datetime) -> Self:
        require(can_edit_person(by, self))
        undone = undo(self, entry, by=by, at=at)
        self._check_lift(undone.is_protected, by)
        return undone

    def _check_lift(self, stays: bool, by: User) -> None:
        """As it was when this was begun: whoever has her from before does not know better."""
        if not stays and (self.is_protected or type(self).objects.get(pk=self.pk).is_protected):
            require(can_lift_protection(by, self))

    @transaction.atomic
    def join(
        self,
        organisation: Any,
        *,
        by: User,
        at: datetime,
        role: str = "",
        is_main: bool = False,
        from_on: date | None = None,
    ) -> "Affiliation":
        """Take a role at an organisation; a new main contact takes the place of the one before."""
        require(all_read(by, [self, organisation]))
        self.check_free_at(organisation)
        affiliation = Affiliation(person=self, organisation=organisation, role=role, is_main=is_main, from_on=from_on)
        return Affiliation.start_all([affiliation], by=by, at=at)[0]

    def check_free_at(self, organisation: Any) -> None:
        if self.affiliations.filter(organisation=organisation, to_on=None).exists():
            raise ValidationError(_("%(name)s has a role here already.") % {"name": self.name})

    @property
    def is_untied(self) -> bool:
        """Known by no role and nothing else: read by whoever made her."""
        return not is_known(self)

    @property
    def shown_email(self) -> str:
        """Nothing for a person with protected identity, on any page, list or export."""
        return "" if self.is_protected else self.email

    @property
    def shown_phone(self) -> str:
        return "" if self.is_protected else self.phone


class AffiliationQuerySet(NounQuerySet["Affiliation"]):
    def current(self, on: date) -> "AffiliationQuerySet":
        return self.filter(models.Q(to_on=None) | models.Q(to_on__gte=on))

    def for_timeline(self, reader: Reader) -> "AffiliationQuerySet":
        return self.select_related("person", "organisation")


class Affiliation(models.Model):
    hangs_on = Hangs(on=("organisation",), aside=("person",), makes_known=("person",))
    erasing = Erasing(hers=("role",))
    tells = {"affiliation.changed": replace(CHANGED, icon="users")} | {
        f"affiliation.{action}": Tells(icon="users") for action in ("started", "ended", "resumed")
    }

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey("contacts.Organisation", models.CASCADE, related_name="affiliations")
    role = models.CharField(_("role"), max_length=100, blank=True)
    is_main = models.BooleanField(_("main contact"), default=False)
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("to"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = keep_history()
    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["-is_main", "pk"]
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.CheckConstraint(
                name="affiliation_ends_after_start",
                condition=models.Q(to_on=None) | models.Q(from_on=None) | models.Q(to_on__gte=models.F("from_on")),
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"

    @classmethod
    @transaction.atomic(savepoint=False)
    def start_all(cls, affiliations: "Sequence[Affiliation]", *, by: User, at: datetime) -> "list[Affiliation]":
        """Roles that people take; of several main contacts of one organisation the last takes the place of the rest."""
        require(can_work_with_contacts(by))
        require(all_read(by, [row for one in affiliations for row in (one.person, one.organisation)]))
        for affiliation in affiliations:
            affiliation.clean_fields(exclude=["person", "organisation"])
        made = bulk_create(affiliations, by=by, reason="affiliation.started", at=at)
        cls.keep_one_main([one for one in made if one.is_main], by=by, at=at)
        record_all(Happening("affiliation.started", one, by, at, one.concerns()) for one in made)
        return made

    @transaction.atomic
    def change(self, values: dict[str, Any], *, by: User, at: datetime, version: int | None = None) -> "Affiliation":
        """Set the role, the main contact or the days. Raises Changed when somebody saved it since `version`."""
        require(can_edit_affiliation(by, self))
        affiliation = locked(type(self).objects.all(), self.pk, version)
        if told := put(affiliation, values):
            affiliation._save(values, by=by, at=at)
            record("affiliation.changed", affiliation, by=by, at=at, about=affiliation.concerns(), changes=told)
        return affiliation

    @transaction.atomic
    def end(self, *, on: date, by: User, at: datetime, version: int | None = None) -> "Affiliation":
        """The person has left the role; it stays as a thing of the past."""
        require(can_edit_affiliation(by, self))
        affiliation = locked(type(self).objects.all(), self.pk, version)
        if affiliation.to_on:
            raise ValidationError(_("The role has ended already."))
        if on > timezone.localdate(at):
            raise ValidationError({"on": _("A role ends today or on an earlier day.")})
        put(affiliation, ended := {"to_on": on, "is_main": False})
        affiliation._save(ended, by=by, at=at)
        record("affiliation.ended", affiliation, by=by, at=at, about=affiliation.concerns())
        return affiliation

    @transaction.atomic
    def resume(self, *, by: User, at: datetime, version: int | None = None) -> "Affiliation":
        """The person has not left after all; main contact again unless another has become that."""
        require(can_edit_affiliation(by, self))
        affiliation = locked(type(self).objects.all(), self.pk, version)
        if not affiliation.to_on:
            raise ValidationError(_("The role has not ended."))
        affiliation.person.check_free_at(affiliation.organisation)
        put(affiliation, resumed := {"to_on": None, "is_main": affiliation._was_main()})
        affiliation._save(resumed, by=by, at=at)
        record("affiliation.resumed", affiliation, by=by, at=at, about=affiliation.concerns())
        return affiliation

    def _was_main(self) -> bool:
        before = self.history.filter(to_on=None).order_by("-history_id").first()
        others = type(self).objects.filter(organisation=self.organisation_id, is_main=True)
        return bool(before and before.is_main) and not others.exists()

    def _save(self, values: dict[str, Any], *, by: User, at: datetime) -> None:
        save(self, values, by=by, at=at)
        if values.get("is_main"):
            self.take_main_place(by=by, at=at)

    def take_main_place(self, *, by: User, at: datetime) -> None:
        self.keep_one_main([self], by=by, at=at)

    @classmethod
    def keep_one_main(cls, mains: "Iterable[Affiliation]", *, by: User, at: datetime) -> None:
        """An organisation has one main contact at most: the last of these."""
        last = {one.organisation_id: one.pk for one in mains}
        for other in cls.objects.filter(organisation__in=last, is_main=True).exclude(pk__in=last.values()):
            other.is_main = False
            save(other, ["is_main"], by=by, at=at)

    def concerns(self) -> list[models.Model]:
        """The records on whose timelines the role is told."""
        return [self.person, self.organisation]
