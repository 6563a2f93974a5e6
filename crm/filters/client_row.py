"""One row of the clients list: the columns it is read from, and how each is shown."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contacts import numbers
from ui.dates import in_words, short

COLUMNS = (
    "pk",
    "stage",
    "last_contact_on",
    "organisation__name",
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
    municipality: str
    stage: str | Promise
    area: str
    size: str | Promise
    contact_on: date | None
    step: str
    due_on: date | None
    minutes: int
    lead: str
    on: date

    @property
    def contact(self) -> SafeString | str:
        """ "17 Nov  3 d"."""
        if self.contact_on is None:
            return ""
        days = _("%(days)d d") % {"days": (self.on - self.contact_on).days}
        return format_html('{} <span class="dim dd">{}</span>', short(self.contact_on, self.on), days)

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
        return number_format(self.minutes / 60, 1, use_l10n=True, force_grouping=True) if self.minutes else ""


def size_of(value: dict[str, Any]) -> str:
    return numbers.size_class(
        value["organisation__employees"], value["organisation__turnover_sek"], value["organisation__balance_sek"]
    )
