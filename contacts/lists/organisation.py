"""The organisations list."""

from collections.abc import Sequence
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from contacts.filters.organisation import OrganisationFilter
from contacts.lists.words import found_in_words, whole_number
from contacts.models import Organisation, OrganisationKind
from contacts.standing import Standing, in_columns, standings
from lists.columns import Column
from lists.page import ListPage
from lists.paging import Sort
from lists.picks import BOX, SEARCH, Pick
from ui.swedish import SwedishOrder
from ui.table import linked


def _named(organisation: Organisation) -> SafeString:
    return linked(reverse("contacts:organisation_detail", args=[organisation.pk]), organisation.name)


def _stands(standing: Standing, organisation: Organisation) -> SafeString | str:
    url = standing.url(organisation)
    return linked(url, standing.label) if url else ""


def _standing_in_file(standing: Standing, organisation: Organisation) -> str:
    return str(standing.label) if standing.url(organisation) else ""


class OrganisationList(ListPage):
    code = "organisations"
    title = _("Organisations")
    place, export, file_name = "contacts:organisation_list", "contacts:organisation_export", _("organisations")
    actions, empty = "contacts/organisation_list_actions.html", "contacts/organisation_list_empty.html"
    keys = (("C", _("new organisation")),)
    none_matches, show_all = _("No organisation matches"), _("Show all organisations")
    none_hint = _("Search looks at the beginning of each word of the name, and of the number.")
    filterset = OrganisationFilter
    picks = [
        Pick("q", _("Name or number"), SEARCH),
        Pick("kind", _("Kind"), options=lambda page: dict(OrganisationKind.choices), blank=_("All kinds")),
        Pick("partner", _("Partners only"), BOX),
    ]
    columns = [
        Column("name", _("Name"), _named, out="name", sorts=("name", "-name")),
        Column("kind", _("Kind"), Organisation.get_kind_display, on_phone=True, goes_along=True),
        Column("municipality", _("Municipality"), goes_along=True),
        Column("number", _("Organisation number"), "shown_number", whole_number, goes_along=True),
        Column("website", _("Website"), is_shown=False),
    ]
    order = "name"
    sorts = {"name": Sort(SwedishOrder("name")), "-name": Sort(SwedishOrder("name"), is_descending=True)}

    def in_words(self, found: int, readable: int | None) -> str:
        return found_in_words(found)

    def read(self) -> QuerySet[Organisation]:
        return Organisation.objects.visible_to(self.user)

    def fetched(self, rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
        return in_columns(rows).select_related("municipality")

    def offered(self) -> Sequence[Column]:
        """With a column of what each is to every room above that says so."""
        return [
            *self.columns,
            *(Column(one.name, one.label, partial(_stands, one), partial(_standing_in_file, one)) for one in standings),
        ]
