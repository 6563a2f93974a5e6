"""A saved view: how somebody looks at a list (filters, columns, order), named; never rows, which each reader's rights
decide anew."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import Hangs, can_read
from accounts.models import User
from accounts.noun import NounQuerySet
from lists.access import (
    ALL,
    TEAM,
    can_change_view,
    can_save_view,
    can_share_view,
    offered_views,
    readable_views,
)
from ui.swedish import SwedishOrder
from ui.versions import locked

LONGEST = 2000


class Shared(models.TextChoices):
    NOBODY = "", _("Nobody else")
    TEAM = TEAM, _("My team")
    ALL = ALL, _("Everybody")


class SavedViewQuerySet(NounQuerySet["SavedView"]):
    def offered_to(self, user: User) -> "SavedViewQuerySet":
        """Those that stand above her list, by name."""
        return self.visible_to(user).filter(offered_views(user.rights), removed_at=None).order_by(SwedishOrder("name"))


class SavedView(models.Model):
    """`list` is the code of the list, `query` what its address says of it. `team` is the owner's when it was shared."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    list = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=LONGEST, blank=True)
    shared = models.CharField(_("shared with"), max_length=10, choices=Shared, blank=True)
    team = models.ForeignKey("accounts.Team", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    hangs_on = Hangs(only=readable_views)
    erasing = Erasing(nobody=("list",), text=("name", "query"))
    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = [SwedishOrder("name")]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(shared=TEAM) | models.Q(team__isnull=False), name="view_of_team_has_team"
            )
        ]
        indexes = [models.Index("list", "owner", name="view_of_list")]

    def __str__(self) -> str:
        return self.name

    @property
    def asks(self) -> QueryDict:
        """What the address of the list says."""
        return QueryDict(self.query)

    @classmethod
    @transaction.atomic
    def keep(cls, *, by: User, at: datetime, list: str, name: str, query: str, shared: str = "") -> "SavedView":
        require(can_save_view(by))
        _check(query)
        made = cls(owner=by, list=list, name=name, query=query, created_at=at)
        made._share(shared, by)
        made.save()
        return made

    @transaction.atomic
    def change(self, values: Mapping[str, Any], *, by: User, version: int | None = None) -> "SavedView":
        """Another name, another way to look, shared with others. Raises Changed when somebody saved it meanwhile."""
        view = self._locked(by, version)
        _check(values.get("query", ""))
        if all(getattr(view, name) == value for name, value in values.items()):
            return view
        if "shared" in values and values["shared"] != view.shared:
            view._share(values["shared"], by)
        for name in ("name", "query"):
            setattr(view, name, values.get(name, getattr(view, name)))
        return view._saved()

    @transaction.atomic
    def remove(self, *, by: User, at: datetime, version: int | None = None) -> "SavedView":
        view = self._locked(by, version)
        view.removed_at = at
        return view._saved()

    @transaction.atomic
    def bring_back(self, *, by: User, version: int | None = None) -> "SavedView":
        view = self._locked(by, version)
        view.removed_at = None
        return view._saved()

    def _locked(self, by: User, version: int | None) -> "SavedView":
        require(can_read(by, self))
        require(can_change_view(by, self))
        view = locked(SavedView.objects.select_related("owner"), self.pk, version)
        require(can_change_view(by, view))
        return view

    def _share(self, shared: str, by: User) -> None:
        if shared:
            require(can_share_view(by, self, shared))
        self.shared, self.team_id = shared, self.owner.team_id if shared == TEAM else None

    def _saved(self) -> "SavedView":
        self.version += 1
        self.save()
        return self


def _check(query: str) -> None:
    """As an address encodes it, where a letter may take six; what was typed of it has been measured by no form."""
    if len(query) > LONGEST:
        raise ValidationError(_("What the list is narrowed by is too long for a view to keep; search for less."))
