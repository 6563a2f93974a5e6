"""What the client page shows beside the timeline, each part in one query."""

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.composed import composed_once
from accounts.models import User
from accounts.rights import Rights
from contacts.models import Affiliation, Membership
from contacts.models.community import has_left
from contacts.numbers import SIZE_NAMES
from crm.access import can_assign_client, can_edit_client
from crm.models import Client, Meeting, Task
from crm.sections import Section, sections_of
from ui.parted import parted


@composed_once
def _clients(by: Rights) -> QuerySet[Client]:
    """Those the user may see, each with the `minutes` of its meetings that she may see."""
    total = Sum(F("contact_minutes") + F("preparation_minutes") + F("travel_minutes"))
    held = Meeting.objects.visible_to(by).held().filter(clients=OuterRef("pk")).order_by()
    minutes = Subquery(held.values("clients").annotate(total=total).values("total"))
    related = ("organisation__municipality", "organisation__s3_area", "lead", "team")
    return Client.objects.visible_to(by).select_related(*related).annotate(minutes=Coalesce(minutes, 0))


class ClientPage:
    def __init__(self, user: User, pk: int, on: date) -> None:
        self.user, self.on = user, on
        self.client: Client = get_object_or_404(_clients(user), pk=pk)
        self.organisation = self.client.organisation
        self.can_edit = can_edit_client(user, self.client)
        self.can_assign = can_assign_client(user, self.client)

    @cached_property
    def tasks(self) -> list[Task]:
        mine = Task.objects.visible_to(self.user).open().filter(client=self.client)
        return list(mine.select_related("owner").order_by(F("due_on").asc(nulls_last=True), "pk"))

    @cached_property
    def people(self) -> list[Affiliation]:
        """Those with a role here now, the main contact first, each with the day the reader knows her last met."""
        held = Meeting.objects.visible_to(self.user).held().order_by()
        met = held.filter(clients=self.client, people=OuterRef("person"))
        last_met = Subquery(met.values("people").annotate(last=Max("starts_at")).values("last"))
        roles = Affiliation.objects.filter(organisation=self.organisation).current(self.on)
        return list(roles.select_related("person").annotate(last_met=last_met).order_by("-is_main", "pk"))

    @cached_property
    def memberships(self) -> tuple[list[Membership], list[Membership]]:
        """Those that stand, and those that have ended."""
        rows = self.organisation.memberships.select_related("community").order_by("community__name")
        return parted(rows, has_left)

    @cached_property
    def sections(self) -> list[Section]:
        return sections_of(self.client, self.user)

    @property
    def size(self) -> Any:
        return SIZE_NAMES.get(self.organisation.size_class, "")

    @property
    def days_in_stage(self) -> int:
        return (self.on - self.client.stage_since).days

    @property
    def hours(self) -> int:
        return round(self.client.minutes / 60)  # type: ignore[attr-defined]

    @property
    def facts(self) -> list[tuple[str, Any, Any, Any]]:
        """The facts changed in place: field, label, value, note beside it."""
        organisation = self.organisation
        staff = organisation.employees
        employees = "" if staff is None else ngettext("%(count)d employee", "%(count)d employees", staff)
        return [
            ("employees", _("Size class"), self.size, employees and employees % {"count": staff}),
            ("s3_area", _("Area (S3)"), organisation.s3_area, ""),
            ("municipality", _("Municipality"), organisation.municipality, ""),
        ]
