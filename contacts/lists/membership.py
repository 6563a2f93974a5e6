"""The members of one community."""

from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from contacts.access import can_work_with_contacts
from contacts.filters.membership import MembershipFilter
from contacts.lists.words import found_in_words
from contacts.models import Community, Membership, MembershipState, Person
from lists.columns import Column
from lists.page import ListPage
from lists.paging import Sort
from lists.picks import SEARCH, Pick
from ui.dates import long
from ui.swedish import SwedishOrder
from ui.table import linked


def _named(membership: Membership) -> SafeString:
    organisation = membership.organisation
    url = reverse("contacts:organisation_detail", args=[organisation.pk])
    return linked(url, organisation, organisation.municipality or "")


class MembershipList(ListPage):
    """`of` is the community."""

    code = "members"
    title = _("Members")
    each_of = Community
    template = "contacts/membership_list.html"
    place, export, file_name = "contacts:membership_list", "contacts:membership_export", _("members")
    empty = "contacts/membership_list_empty.html"
    none_matches, show_all = _("No member matches"), _("Show all members")
    filterset = MembershipFilter
    picks = [
        Pick("q", _("Name or number"), SEARCH),
        Pick("state", _("State"), options=lambda page: dict(MembershipState.choices), blank=_("All states")),
    ]
    columns = [
        Column("member", _("Member"), _named, out="organisation", sorts=("name", "-name")),
        Column("category", _("Category"), on_phone=True),
        Column("state", _("State"), Membership.get_state_display),
        Column("since", _("Member since"), lambda row: long(row.since_on), "since_on", css="nw"),
        Column("contact", _("Contact")),
        Column("verbs", _("Next"), out=None, css="num", is_label_hidden=True, template="contacts/membership_cell.html"),
    ]
    order = "name"
    sorts = {
        "name": Sort(SwedishOrder("organisation__name")),
        "-name": Sort(SwedishOrder("organisation__name"), is_descending=True),
    }

    def in_words(self, found: int, readable: int | None) -> str:
        return found_in_words(found)

    def read(self) -> QuerySet[Membership]:
        return Membership.objects.visible_to(self.user).filter(community=self.of)

    def fetched(self, rows: QuerySet[Membership]) -> Any:
        contacts = Prefetch("contact", Person.objects.visible_to(self.user))
        return rows.select_related("organisation__municipality").prefetch_related(contacts)

    def ident(self, row: Membership) -> str:
        return f"membership-{row.pk}"

    @cached_property
    def can_edit(self) -> bool:
        return bool(can_work_with_contacts(self.user))
