"""A community, such as HealthTech Nordic, and the membership of an organisation in it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.access import clients_hidden_from
from journal.history import keep_history


class Community(models.Model):
    name = models.CharField(_("name"), max_length=100, unique=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)

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


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: Any) -> "MembershipQuerySet":
        if not user.is_authenticated or not user.is_active:
            return self.none()
        hidden = clients_hidden_from(user).filter(organisation=models.OuterRef("organisation"))
        return self.exclude(models.Exists(hidden))


class Membership(models.Model):
    community = models.ForeignKey(Community, models.PROTECT, related_name="memberships", verbose_name=_("community"))
    organisation = models.ForeignKey("crm.Organisation", models.PROTECT, related_name="memberships")
    state = models.CharField(_("state"), max_length=10, choices=MembershipState, default=MembershipState.APPLIED)
    category = models.CharField(_("category"), max_length=60, blank=True)
    since_on = models.DateField(_("member since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    contact = models.ForeignKey("crm.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    is_public = models.BooleanField(_("public profile"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = keep_history()
    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__search_key", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint("community", "organisation", name="membership_once")]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.community}"
