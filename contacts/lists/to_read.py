"""The texts to read through after an erasure: those that wait, and those that have been read, whenever that was."""

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from contacts.filters.to_read import STATES, ToReadFilter
from contacts.lists.words import found_in_words
from contacts.models import ToRead
from lists.columns import Column
from lists.page import ListPage
from lists.paging import Sort
from lists.picks import Pick
from ui.dates import long
from ui.table import linked


def _named(text: ToRead) -> SafeString:
    return linked(text.url, f"{capfirst(text.noun)} {text.record_id}")


class ToReadList(ListPage):
    """Without files: what stands in a record by her name is read here and goes nowhere."""

    code = "texts"
    title = _("Read through after an erasure")
    place = "contacts:text_list"
    empty = "contacts/text_list_empty.html"
    none_matches, show_all = _("No text matches"), _("Show all texts")
    filterset = ToReadFilter
    picks = [Pick("state", _("State"), options=lambda page: STATES, blank=_("All states"))]
    columns = [
        Column("text", _("Text"), _named),
        Column("erased", _("Person erased"), lambda row: long(row.erasure.at), css="nw", sorts=("-erased", "erased")),
        Column("words", _("Words that stand in it"), lambda row: "" if row.done_at else ", ".join(row.words)),
        Column("done", _("Read on"), lambda row: long(row.done_at), css="nw"),
        Column("done_by", _("Read by")),
        Column("verbs", _("Next"), css="num", on_phone=True, is_label_hidden=True, template="contacts/text_cell.html"),
    ]
    order = "-erased"
    sorts = {"-erased": Sort("erasure__at", is_descending=True), "erased": Sort("erasure__at")}

    def in_words(self, found: int, readable: int | None) -> str:
        return found_in_words(found)

    def read(self) -> QuerySet[ToRead]:
        return ToRead.objects.visible_to(self.user)

    def fetched(self, rows: QuerySet[ToRead]) -> QuerySet[ToRead]:
        return rows.select_related("erasure", "record_type", "done_by").prefetch_related("record")

    def ident(self, row: ToRead) -> str:
        return f"text-{row.pk}"
