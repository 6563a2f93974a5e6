"""The clients list as its page and its export show it: views, chips, sorts, counts and rows from one address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import batched
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from contacts import numbers
from contacts.models import Domain
from crm.filters.client import ClientFilter
from crm.filters.client_choices import Options, Picks, chip_label
from crm.filters.client_row import COLUMNS, Row, size_of
from crm.filters.client_views import Tab, plain, views
from crm.models import Client, Meeting, Stage, Task
from ui import asked
from ui.listing import PAGE, Sort, capped_counts, count_in_words
from ui.swedish import SwedishOrder

SORTS = {
    "name": Sort(SwedishOrder("name")),
    "-name": Sort(SwedishOrder("name"), is_descending=True),
    "contact": Sort("last_contact_on", nulls_last=False),
    "-contact": Sort("last_contact_on", is_descending=True, nulls_last=True),
    "-opened": Sort("opened_on", is_descending=True),
}


@dataclass(frozen=True)
class Chip:
    """A filter in force; `without` is the address's query once it is taken away."""

    label: str
    value: str
    without: str


class ClientList:
    def __init__(self, user: User, query: QueryDict, on: date, request: Any = None) -> None:
        self.user, self.query, self.on = user, query, on
        self.readable = Client.objects.visible_to(user)
        self.filter = ClientFilter(query, self.readable, request=request)
        self.sort_name = query.get("sort", "name") if query.get("sort") in SORTS else "name"
        self.sort = SORTS[self.sort_name]

    # Rows

    @property
    def found(self) -> QuerySet[Client]:
        return self.filter.qs

    @cached_property
    def _page(self) -> list[dict[str, Any]]:
        after = asked.key(self.query.get("after"))
        rows = self.found if after is None else self.sort.after(self.found, after)
        return list(self._values(self.sort.apply(rows))[: PAGE + 1])

    def _values(self, rows: QuerySet[Client]) -> Any:
        area = "name_en" if get_language() == "en" else "name_sv"
        return rows.values(*COLUMNS, area=F(f"organisation__s3_area__{area}"), lead_name=F("lead__name"))

    @cached_property
    def rows(self) -> list[Row]:
        return list(self._dress(self._page[:PAGE]))

    def all_rows(self, batch: int = 2000) -> Iterator[Row]:
        """Every row found, in order, a batch in memory at a time."""
        values = self._values(self.sort.apply(self.found)).iterator(chunk_size=batch)
        for some in batched(values, batch, strict=False):
            yield from self._dress(list(some))

    def _dress(self, values: list[dict[str, Any]]) -> Iterator[Row]:
        """Add what is fetched for the shown rows only: the next step and this year's time."""
        keys = [value["pk"] for value in values]
        steps, minutes = self._steps(keys), self._minutes(keys)
        stages, address = dict(Stage.choices), reverse("crm:client_detail", args=[0])
        for value in values:
            text, due_on = steps.get(value["pk"], ("", None))
            yield Row(
                pk=value["pk"],
                url=address.replace("/0/", f"/{value['pk']}/"),
                name=value["organisation__name"],
                municipality=value["organisation__municipality__name"] or "",
                stage=stages[value["stage"]],
                area=value["area"] or "",
                size=numbers.SIZE_NAMES.get(size_of(value), ""),
                contact_on=value["last_contact_on"],
                step=text,
                due_on=due_on,
                minutes=minutes.get(value["pk"], 0),
                lead=value["lead_name"] or "",
                on=self.on,
            )

    def _steps(self, keys: list[int]) -> dict[int, tuple[str, date | None]]:
        first = Task.objects.visible_to(self.user).open().filter(client__in=keys)
        first = first.order_by("client", F("due_on").asc(nulls_last=True), "pk").distinct("client")
        return {key: (text, due) for key, text, due in first.values_list("client", "text", "due_on")}

    def _minutes(self, keys: list[int]) -> dict[int, int]:
        held = Meeting.objects.visible_to(self.user).held().filter(starts_at__year=self.on.year, clients__in=keys)
        total = Sum(F("contact_minutes") + F("preparation_minutes") + F("travel_minutes"))
        return dict(held.order_by().values_list("clients").annotate(total=total))

    @property
    def next_query(self) -> str:
        return self.with_query(after=str(self._page[PAGE - 1]["pk"])) if len(self._page) > PAGE else ""

    # Counts and views

    @cached_property
    def _counts(self) -> list[int]:
        return capped_counts([self.found, self.readable, *(rows for _label, _query, rows in self._views)])

    @cached_property
    def _few_counts(self) -> list[int]:
        return capped_counts([self.found, self.readable])

    @property
    def count(self) -> str:
        """ "58 of 263 clients", the second figure only when a filter is in force."""
        found, readable = self.__dict__.get("_counts", [None, None])[:2]
        if found is None:
            found, readable = self._few_counts
        if not self.chips:
            text = ngettext("%(count)s client", "%(count)s clients", found)
            return text % {"count": count_in_words(found)}
        words = {"found": count_in_words(found), "all": count_in_words(readable)}
        return ngettext("%(found)s of %(all)s client", "%(found)s of %(all)s clients", readable) % words

    @property
    def is_empty(self) -> bool:
        return not self.chips and not self.rows and "after" not in self.query

    @cached_property
    def _views(self) -> list[tuple[str, QueryDict, QuerySet[Client]]]:
        return [(label, query, self._found_by(query)) for label, query in views(self.on)]

    def _found_by(self, query: QueryDict) -> QuerySet[Client]:
        return ClientFilter(query, self.readable, request=self.filter.request).qs if query else self.readable

    @property
    def tabs(self) -> list[Tab]:
        here = plain(self.query)
        return [
            Tab(label, query.urlencode(), count_in_words(count), plain(query) == here)
            for (label, query, _rows), count in zip(self._views, self._counts[2:], strict=True)
        ]

    @property
    def title(self) -> str:
        here = plain(self.query)
        return next((label for label, query, _rows in self._views if plain(query) == here), _("Clients"))

    # Filters and sorts

    def with_query(self, **changes: str) -> str:
        """The address's query with some parameters set; the page starts over unless `after` is among them."""
        query = self.query.copy()
        query.pop("after", None)
        for name, value in changes.items():
            query[name] = value
        return query.urlencode()

    @cached_property
    def chips(self) -> list[Chip]:
        given = [name for name in self.filter.filters if any(self.query.getlist(name))]
        return [
            Chip(chip_label(name), self._chip_value(name), self._without(name))
            for name in given
            if name not in self.filter.form.errors
        ]

    def _without(self, name: str) -> str:
        query = self.query.copy()
        for gone in (name, "after"):
            query.pop(gone, None)
        return query.urlencode()

    def _chip_value(self, name: str) -> str:
        value = self.query.get(name, "")
        if name == "stage":
            stages = dict(Stage.choices)
            return ", ".join(str(stages.get(stage, stage)) for stage in self.query.getlist("stage"))
        if name == "lead":
            return self._lead_name(value)
        if name == "quiet":
            return ngettext("%(days)s day", "%(days)s days", int(self.filter.form.cleaned_data["quiet"])) % {
                "days": value
            }
        names = {
            "team": lambda: str(self.options["teams"].get(value, value)),
            "s3": lambda: str(self.options["areas"].get(value, value)),
            "municipality": lambda: self.options["municipalities"].get(value, value),
            "domain": lambda: str(dict(Domain.choices).get(value, value)),
            "size": lambda: str(numbers.SIZE_NAMES.get(value, value)),
        }
        return names[name]() if name in names else value

    def _lead_name(self, value: str) -> str:
        if value == "me":
            return self.user.name
        return _("Nobody") if value == "none" else str(self.options["leads"].get(value, value))

    @property
    def first_query(self) -> str:
        return self.with_query()

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the search box sends along, so that typing narrows the list in view."""
        return [(name, value) for name, values in self.query.lists() for value in values if name not in ("q", "after")]

    @property
    def picks(self) -> Picks:
        return Picks(self.query, self.options)

    @cached_property
    def options(self) -> Options:
        return Options(self.user)

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The table's head: label, width class, and where a click sorts it (None where no index carries the order)."""
        return [
            self._column(_("Client"), "name", "-name"),
            self._column(_("Stage")),
            self._column(_("Area (S3)")),
            self._column(_("Size")),
            self._column(_("Last contact"), "-contact", "contact", css="num"),
            self._column(_("Next step")),
            self._column(_("Due"), css="num"),
            self._column(_("Hours %(year)s") % {"year": self.on.year}, css="num"),
        ]

    def _column(self, label: str, first: str = "", second: str = "", css: str = "") -> dict[str, Any]:
        column: dict[str, Any] = {"label": label, "css": css, "query": "", "sorted": ""}
        if first:
            column["query"] = self.with_query(sort=second if self.sort_name == first else first)
        if self.sort_name in (first, second):
            column["sorted"] = "descending" if self.sort.is_descending else "ascending"
        return column
