"""The likenesses: those that wait for somebody to look, and those that are said to be two, whenever that was."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from contacts.filters.likeness import STATES, LikenessFilter
from contacts.lists.words import found_in_words
from contacts.models import Likeness, Organisation
from lists.columns import Column
from lists.page import ListPage
from lists.paging import Sort
from lists.picks import Pick
from ui.dates import long
from ui.table import linked


def _named(organisation: Organisation) -> SafeString:
    return linked(reverse("contacts:organisation_detail", args=[organisation.pk]), organisation)


class LikenessList(ListPage):
    code = "likenesses"
    title = _("The same, perhaps")
    place = "contacts:likeness_list"
    empty = "contacts/likeness_list_empty.html"
    none_matches, show_all = _("No likeness matches"), _("Show all likenesses")
    filterset = LikenessFilter
    picks = [Pick("state", _("State"), options=lambda page: STATES, blank=_("All states"))]
    columns = [
        Column("organisation", _("New organisation"), lambda row: _named(row.organisation)),
        Column("other", _("Called as"), lambda row: _named(row.other), on_phone=True),
        Column("found", _("Found"), lambda row: long(row.found_at), css="nw", sorts=("-found", "found")),
        Column("by", _("Added by")),
        Column("settled", _("Said to be two"), lambda row: long(row.settled_at), css="nw"),
        Column("settled_by", _("Said by")),
        Column(
            "verbs", _("Next"), css="num", on_phone=True, is_label_hidden=True, template="contacts/likeness_cell.html"
        ),
    ]
    order = "-found"
    sorts = {"-found": Sort("found_at", is_descending=True), "found": Sort("found_at")}

    def in_words(self, found: int, readable: int | None) -> str:
        return found_in_words(found)

    def read(self) -> QuerySet[Likeness]:
        return Likeness.objects.visible_to(self.user)

    def fetched(self, rows: QuerySet[Likeness]) -> QuerySet[Likeness]:
        return rows.select_related("organisation", "other", "by", "settled_by")

    def ident(self, row: Likeness) -> str:
        return f"likeness-{row.pk}"
