"""A partner: an organisation's role in a project."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.erasing import Erasing
from accounts.hanging import Hangs, all_read
from accounts.models import User
from journal.facts import Tells
from journal.happening import Happening
from journal.record import record, record_all
from projects.access import can_edit_part, can_edit_project
from projects.models.of_project import OfProjectQuerySet
from projects.models.project import Project
from ui.only import Only


class PartnerRole(models.TextChoices):
    NEED_OWNER = "need_owner", _("Need owner")
    CLINIC = "clinic", _("Clinic")
    CO_DEVELOPER = "co_developer", _("Co-developer")
    UNIVERSITY = "university", _("University")
    RESEARCH_INSTITUTE = "research_institute", _("Research institute")
    FUNDER = "funder", _("Funder")
    SUPPLIER = "supplier", _("Supplier")


TELLS = Tells({"role": PartnerRole}, icon="users")
Project.tells |= {"project.partner_added": TELLS, "project.partner_removed": TELLS}


class Partner(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey("contacts.Organisation", models.PROTECT, related_name="project_roles")
    role = models.CharField(_("role"), max_length=20, choices=PartnerRole)
    contact = models.CharField(_("contact"), max_length=150, blank=True)
    hangs_on = Hangs(on=("project", "organisation"), leaves=("organisation",))
    erasing = Erasing(text=("contact",), page=("projects:project_detail", "project_id"))

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["role", "pk"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            Only(
                "project",
                "organisation",
                "role",
                at="organisation",
                name="partner_once",
                violation_error_message=_("It has this role in the project already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.get_role_display()}"

    @classmethod
    @transaction.atomic
    def add(cls, project: Project, *, by: User, at: datetime, **fields: Any) -> Self:
        partner = cls(project=project, **fields)
        partner.full_clean()
        return cls.add_all([partner], by=by, at=at)[0]

    @classmethod
    @transaction.atomic(savepoint=False)
    def add_all(cls, partners: Sequence[Self], *, by: User, at: datetime) -> list[Self]:
        """Each organisation once in a role; a role it has already is the caller's to leave out."""
        for partner in partners:
            require(can_edit_project(by, partner.project))
        require(all_read(by, [partner.organisation for partner in partners]))
        made = cls.objects.bulk_create(partners)
        record_all(
            Happening("project.partner_added", one.project, by, at, one._about(), {"role": one.role}) for one in made
        )
        return made

    @transaction.atomic
    def remove(self, *, by: User, at: datetime) -> None:
        require(can_edit_part(by, self))
        record("project.partner_removed", self.project, by=by, at=at, about=self._about(), role=self.role)
        self.delete()

    def _about(self) -> list[models.Model]:
        """The organisation, and its client, whose timeline people read."""
        client = getattr(self.organisation, "client", None)
        return [self.organisation, client] if client else [self.organisation]
