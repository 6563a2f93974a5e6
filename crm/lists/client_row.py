"""One row of the clients list: the fields it is read from, and how each is shown and written in a file."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contacts import numbers
from ui.dates import in_words, short
from ui.table import aside, linked

FIELDS = (
    "pk",
    "stage",
    "last_contact_on",
    "opened_on",
    "organisation__name",
    "organisation__number",
    "organisation__number_scheme",
    "organisation__municipality__name",
    "organisation__employees",
    "organisation__turnover_sek",
    "organisation__balance_sek",
)


@dataclass
class Row:
    """One client as the list shows it; hours are those of meetings held this year that the reader may see."""

    pk: int
    url: str
    name: str
    number: str
    # A file has whole numbers only: one without its birthday would be read as another.
    whole_number: str
    municipality: str
    stage: str | Promise
    area: str
    size: str | Promise
    contact_on: date | None
    opened_on: date
    step: str
    due_on: date | None
    minutes: int
    lead: str
    on: date

    @property
    def named(self) -> SafeString:
        return linked(self.url, self.name, self.municipality)

    @property
    def contact(self) -> SafeString | str:
        """ "17 Nov  3 d"."""
        if self.contact_on is None:
            return ""
        days = _("%(days)d d") % {"days": (self.on - self.contact_on).days}
        return aside(short(self.contact_on, self.on), days, "dim dd")

    @property
    def opened(self) -> str:
        return short(self.opened_on, self.on)

    @property
    def due(self) -> str:
        return in_words(self.due_on, self.on)

    @property
    def due_css(self) -> str:
        if self.due_on is None or self.due_on > self.on:
            return ""
        return " late" if self.due_on < self.on else " b"

    @property
    def hours(self) -> str:
        return number_format(self.hours_used, 1, use_l10n=True, force_grouping=True) if self.minutes else ""

    @property
    def hours_used(self) -> float:
        return round(self.minutes / 60, 2)


def size_of(value: dict[str, Any]) -> str:
    return numbers.size_class(
        value["organisation__employees"], value["organisation__turnover_sek"], value["organisation__balance_sek"]
    )
