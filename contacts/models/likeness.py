"""A likeness: two organisations of one name, of which whoever brought the later could not see the earlier."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.hanging import Hangs, hidden
from accounts.models import User
from accounts.noun import NounQuerySet
from accounts.rights import rights_of
from contacts.access import can_settle_likeness
from contacts.models.name_words import core, variants
from journal.record import record
from ui.versions import locked

if TYPE_CHECKING:
    from contacts.models.organisation import Organisation


class LikenessQuerySet(NounQuerySet["Likeness"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)

    def settled(self) -> Self:
        return self.filter(settled_at__isnull=False)


class Likeness(models.Model):
    organisation = models.ForeignKey("contacts.Organisation", models.CASCADE, related_name="+")
    other = models.ForeignKey("contacts.Organisation", models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    hangs_on = Hangs(on=("organisation", "other"))
    objects = LikenessQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [models.UniqueConstraint("organisation", "other", name="likeness_once")]
        indexes = [models.Index("found_at", name="likeness_open", condition=models.Q(settled_at=None))]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.other}"

    @classmethod
    def note_all(cls, made: Sequence["Organisation"], *, by: User, at: datetime) -> None:
        """Keep which of these new organisations are called as ones that `by` does not see; she is told nothing."""
        if not made or not (kept := hidden(type(made[0]), rights_of(by))):
            return
        names = defaultdict(list)
        for one in made:
            names[core(one.name)].append(one)
        unseen = reduce(or_, [models.Q(pk__in=one.keys) for one in kept])
        earlier = type(made[0]).objects.filter(unseen, search_key__in=variants(names))
        found = [
            (one, other)
            for other in earlier.exclude(pk__in=[one.pk for one in made])
            for one in names[core(other.name)]
        ]
        Likeness.objects.bulk_create(
            Likeness(organisation=one, other=other, by=by, found_at=at) for one, other in found
        )

    @transaction.atomic
    def settle(self, *, by: User, at: datetime) -> None:
        """Somebody who sees both has looked: they are two."""
        likeness = self._locked(by)
        if likeness.settled_at:
            raise ValidationError(_("Somebody has looked at this already."))
        likeness._settled(at, by)
        record("organisation.likeness_settled", likeness.organisation, by=by, at=at, about=[likeness.other])

    @transaction.atomic
    def reopen(self, *, by: User, at: datetime) -> None:
        """It was said by mistake that they are two."""
        likeness = self._locked(by)
        if not likeness.settled_at:
            raise ValidationError(_("Nobody has said yet that they are two."))
        likeness._settled(None, None)
        record("organisation.likeness_reopened", likeness.organisation, by=by, at=at, about=[likeness.other])

    def _locked(self, by: User) -> "Likeness":
        likeness = locked(type(self).objects.all(), self.pk)
        require(can_settle_likeness(by, likeness))
        return likeness

    def _settled(self, at: datetime | None, by: User | None) -> None:
        self.settled_at, self.settled_by = at, by
        self.save(update_fields=["settled_at", "settled_by"])
