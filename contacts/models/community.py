"""A community, such as HealthTech Nordic, and the membership of an organisation in it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import OPEN_TO_STAFF, Hangs, all_read
from accounts.models import User
from accounts.noun import NounQuerySet
from accounts.rights import Reader
from contacts.access import can_edit_membership, can_work_with_contacts
from journal.bulk import bulk_create
from journal.change import change, put, save
from journal.facts import CHANGED, Tells
from journal.happening import Happening
from journal.history import keep_history
from journal.record import record, record_all
from ui.only import Only
from ui.swedish import SwedishOrder
from ui.versions import locked


class Community(models.Model):
    name = models.CharField(_("name"), max_length=100, unique=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    hangs_on = OPEN_TO_STAFF
    erasing = Erasing(text=("name", "summary"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("community")
        verbose_name_plural = _("communities")

    def __str__(self) -> str:
        return self.name


class MembershipState(models.TextChoices):
    APPLIED = "applied", _("Applied")
    APPROVED = "approved", _("Approved")
    ACTIVE = "active", _("Active")
    LEFT = "left", _("Left")


# What the journal says of one that has come to a state.
TOLD: dict[str, str] = {state.value: state.value for state in MembershipState} | {"active": "activated"}


class MembershipQuerySet(NounQuerySet["Membership"]):
    def for_timeline(self, reader: Reader) -> "MembershipQuerySet":
        return self.select_related("community", "organisation")


class Membership(models.Model):
    community = models.ForeignKey(Community, models.PROTECT, related_name="memberships", verbose_name=_("community"))
    organisation = models.ForeignKey("contacts.Organisation", models.PROTECT, related_name="memberships")
    state = models.CharField(_("state"), max_length=10, choices=MembershipState, default=MembershipState.APPLIED)
    category = models.CharField(_("category"), max_length=60, blank=True)
    since_on = models.DateField(_("member since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    contact = models.ForeignKey("contacts.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    is_public = models.BooleanField(_("public profile"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    hangs_on = Hangs(on=("organisation",), aside=("contact",))
    erasing = Erasing(text=("category",))
    tells = {"membership.changed": CHANGED} | {
        f"membership.{action}": Tells(icon="users") for action in (*TOLD.values(), "rejoined")
    }

    history = keep_history()
    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = [SwedishOrder("organisation__name"), "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            Only(
                "community",
                "organisation",
                at="community",
                name="membership_once",
                violation_error_message=_("It is in this community already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.community}"

    @classmethod
    @transaction.atomic
    def apply(cls, community: Community, organisation: Any, *, by: User, at: datetime, **fields: Any) -> Self:
        """An organisation asks to join; one membership per community, so one that left applies again with the same."""
        require(all_read(by, [organisation]))
        membership = cls(community=community, organisation=organisation, **fields)
        membership.validate_constraints()
        return cls.enter_all([membership], by=by, at=at)[0]

    @classmethod
    @transaction.atomic(savepoint=False)
    def enter_all(cls, memberships: Sequence[Self], *, by: User, at: datetime) -> list[Self]:
        """Organisations that are not in the community yet come into it: as applicants, or as what they were before."""
        require(all_read(by, [membership.organisation for membership in memberships]))
        for membership in memberships:
            membership.check_enter(by=by)
        made = bulk_create(memberships, by=by, reason="membership.applied", at=at)
        record_all(Happening(f"membership.{TOLD[one.state]}", one, by, at, [one.organisation]) for one in made)
        return made

    def check_enter(self, *, by: User) -> None:
        """Raises PermissionDenied, or ValidationError by field."""
        require(can_work_with_contacts(by))
        self.clean_fields(exclude=["community", "organisation", "contact"])

    @transaction.atomic
    def approve(self, *, by: User, at: datetime, version: int | None = None) -> "Membership":
        return self._move(MembershipState.APPLIED, MembershipState.APPROVED, {}, by=by, at=at, version=version)

    @transaction.atomic
    def activate(self, *, on: date, by: User, at: datetime, version: int | None = None) -> "Membership":
        """The member is in, from this day."""
        values = {"since_on": on, "left_on": None}
        return self._move(MembershipState.APPROVED, MembershipState.ACTIVE, values, by=by, at=at, version=version)

    @transaction.atomic
    def leave(self, *, on: date, by: User, at: datetime, version: int | None = None) -> "Membership":
        if on > timezone.localdate(at):
            raise ValidationError({"on": _("A membership ends today or on an earlier day.")})
        values = {"left_on": on}
        return self._move(MembershipState.ACTIVE, MembershipState.LEFT, values, by=by, at=at, version=version)

    @transaction.atomic
    def rejoin(self, *, by: User, at: datetime, version: int | None = None) -> "Membership":
        """It has not left after all, and is a member since the day it was."""
        return self._move(
            MembershipState.LEFT, MembershipState.ACTIVE, {"left_on": None}, by=by, at=at, version=version,
            action="rejoined",
        )  # fmt: skip

    @transaction.atomic
    def change(self, values: dict[str, Any], *, by: User, at: datetime, version: int | None = None) -> "Membership":
        require(can_edit_membership(by, self))
        return change(self, values, by=by, at=at, version=version, about=[self.organisation])

    def _move(
        self,
        state: MembershipState,
        new: MembershipState,
        values: dict[str, Any],
        *,
        by: User,
        at: datetime,
        version: int | None,
        action: str = "",
    ) -> "Membership":
        require(can_edit_membership(by, self))
        membership = locked(type(self).objects.all(), self.pk, version)
        if membership.state != state:
            words = {"state": membership.get_state_display(), "new": new.label}
            raise ValidationError(_("The membership is %(state)s and cannot become %(new)s.") % words)
        if (left := values.get("left_on")) and membership.since_on and left < membership.since_on:
            raise ValidationError({"on": _("A membership ends on the day it began or later.")})
        put(membership, values := values | {"state": new})
        save(membership, values, by=by, at=at)
        membership._tell(action or TOLD[new], by=by, at=at)
        return membership

    def _tell(self, action: str, *, by: User, at: datetime) -> None:
        record(f"membership.{action}", self, by=by, at=at, about=[self.organisation])


def has_left(membership: Membership) -> bool:
    return membership.state == MembershipState.LEFT
