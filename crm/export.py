"""Export exactly what a clients list shows, as XLSX or CSV, in flat memory."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from crm.filters.client_list import ClientList, Row
from ui import sheet


def _head(listing: ClientList) -> list[str]:
    return [
        _("Client"),
        _("Municipality"),
        _("Stage"),
        _("Lead advisor"),
        _("Area (S3)"),
        _("Size class"),
        _("Last contact"),
        _("Next step"),
        _("Due"),
        _("Hours %(year)s") % {"year": listing.on.year},
    ]


def _cells(row: Row) -> list[Any]:
    hours = round(row.minutes / 60, 2)
    return [
        *(row.name, row.municipality, str(row.stage), row.lead, row.area, str(row.size)),
        *(row.contact_on, row.step, row.due_on, hours),
    ]


def _rows(listing: ClientList) -> Iterator[list[Any]]:
    return (_cells(row) for row in listing.all_rows())


def as_xlsx(listing: ClientList) -> HttpResponseBase:
    return sheet.xlsx(_name(listing), _("Clients"), _head(listing), _rows(listing))


def as_csv(listing: ClientList) -> HttpResponseBase:
    return sheet.csv_file(_name(listing), _head(listing), _rows(listing))


def _name(listing: ClientList) -> str:
    return f"{_('clients')}-{listing.on.isoformat()}"


EXPORTS: dict[str, Callable[[ClientList], HttpResponseBase]] = {"xlsx": as_xlsx, "csv": as_csv}
