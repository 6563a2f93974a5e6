"""The clients list: what its page, its files and the views of it show."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from contacts import numbers
from crm.filters.client import ClientFilter
from crm.lists.client_choices import PICKS
from crm.lists.client_row import FIELDS, Row, size_of
from crm.lists.client_views import views
from crm.models import Client, Meeting, Stage, Task
from lists.columns import Column
from lists.page import ListPage
from lists.paging import Sort, count_in_words
from lists.tabs import BuiltIn
from ui.swedish import SwedishOrder


def _hours_of_the_year() -> str:
    return _("Hours %(year)s") % {"year": timezone.localdate().year}


class ClientList(ListPage):
    code = "clients"
    title = gettext_lazy("Clients")
    place, export, file_name = "crm:client_list", "crm:client_export", gettext_lazy("clients")
    actions, empty = "crm/client_list_actions.html", "crm/client_list_empty.html"
    keys = (("C", gettext_lazy("new client")),)
    none_matches, show_all = gettext_lazy("No client matches"), gettext_lazy("Show all clients")
    css = "clients"
    filterset, picks, has_menu = ClientFilter, PICKS, True
    columns = [
        Column("name", gettext_lazy("Client"), shown="named", out="name", sorts=("name", "-name")),
        Column("number", gettext_lazy("Organisation number"), out="whole_number", is_shown=False, goes_along=True),
        Column("municipality", gettext_lazy("Municipality"), is_shown=False, goes_along=True),
        Column("stage", gettext_lazy("Stage")),
        Column("lead", gettext_lazy("Lead advisor"), is_shown=False, goes_along=True),
        Column("area", gettext_lazy("Area (S3)")),
        Column("size", gettext_lazy("Size class")),
        Column("contact", gettext_lazy("Last contact"), out="contact_on", css="num", sorts=("-contact", "contact")),
        Column("step", gettext_lazy("Next step"), css="nx"),
        Column("due", gettext_lazy("Due"), out="due_on", css="num", css_of="due_css", on_phone=True),
        Column("hours", lazy(_hours_of_the_year, str)(), out="hours_used", css="num"),
        Column("opened", gettext_lazy("Client since"), out="opened_on", css="num", sorts=("-opened",), is_shown=False),
    ]
    order = "name"
    sorts = {
        "name": Sort(SwedishOrder("name")),
        "-name": Sort(SwedishOrder("name"), is_descending=True),
        "contact": Sort("last_contact_on", nulls_last=False),
        "-contact": Sort("last_contact_on", is_descending=True, nulls_last=True),
        "-opened": Sort("opened_on", is_descending=True),
    }

    def read(self) -> QuerySet[Client]:
        return Client.objects.visible_to(self.user)

    def built_in(self) -> Sequence[BuiltIn]:
        return views(self.on)

    def in_words(self, found: int, readable: int | None) -> str:
        if readable is None:
            return ngettext("%(count)s client", "%(count)s clients", found) % {"count": count_in_words(found)}
        words = {"found": count_in_words(found), "all": count_in_words(readable)}
        return ngettext("%(found)s of %(all)s client", "%(found)s of %(all)s clients", readable) % words

    def fetched(self, rows: QuerySet[Client]) -> Any:
        area = "name_en" if get_language() == "en" else "name_sv"
        return rows.values(*FIELDS, area=F(f"organisation__s3_area__{area}"), lead_name=F("lead__name"))

    def dressed(self, rows: list[Any]) -> Iterator[Row]:
        """With the next step and this year's time, fetched for the shown rows only."""
        keys = [value["pk"] for value in rows]
        steps, minutes = self._steps(keys), self._minutes(keys)
        stages, address = dict(Stage.choices), reverse("crm:client_detail", args=[0])
        for value in rows:
            text, due_on = steps.get(value["pk"], ("", None))
            yield Row(
                pk=value["pk"],
                url=address.replace("/0/", f"/{value['pk']}/"),
                name=value["organisation__name"],
                number=(number := numbers.shown(value["organisation__number_scheme"], value["organisation__number"])),
                whole_number=number if number == value["organisation__number"] else "",
                municipality=value["organisation__municipality__name"] or "",
                stage=stages[value["stage"]],
                area=value["area"] or "",
                size=numbers.SIZE_NAMES.get(size_of(value), ""),
                contact_on=value["last_contact_on"],
                opened_on=value["opened_on"],
                step=text,
                due_on=due_on,
                minutes=minutes.get(value["pk"], 0),
                lead=value["lead_name"] or "",
                on=self.on,
            )

    def _steps(self, keys: list[int]) -> dict[int, tuple[str, date | None]]:
        if not self._shows("step", "due"):
            return {}
        first = Task.objects.visible_to(self.user).open().filter(client__in=keys)
        first = first.order_by("client", F("due_on").asc(nulls_last=True), "pk").distinct("client")
        return {key: (text, due) for key, text, due in first.values_list("client", "text", "due_on")}

    def _minutes(self, keys: list[int]) -> dict[int, int]:
        if not self._shows("hours"):
            return {}
        held = Meeting.objects.visible_to(self.user).held().filter(starts_at__year=self.on.year, clients__in=keys)
        total = Sum(F("contact_minutes") + F("preparation_minutes") + F("travel_minutes"))
        return dict(held.order_by().values_list("clients").annotate(total=total))

    def _shows(self, *names: str) -> bool:
        return any(column.name in names for column in self.shown)

    @cached_property
    def staff(self) -> dict[str, dict[str, str]]:
        """Whom and which teams the list can be narrowed to, in one query."""
        active = User.objects.visible_to(self.user).active()
        staff = list(active.values_list("pk", "name", "team", "team__name"))
        teams = sorted({(str(team), name) for _pk, _name, team, name in staff if team})
        return {"leads": {str(pk): name for pk, name, _team, _name in staff}, "teams": dict(teams)}
