"""Exactly what a list shows, every page of it, as XLSX or CSV, in flat memory."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http.response import HttpResponseBase

from lists.page import ListPage
from ui import sheet


def _head(page: ListPage) -> list[str]:
    return [str(column.label) for column in page.file_columns]


def _rows(page: ListPage) -> Iterator[list[Any]]:
    columns = page.file_columns
    return ([column.value(row) for column in columns] for row in page.all_rows())


def as_xlsx(page: ListPage) -> HttpResponseBase:
    return sheet.xlsx(_name(page), str(page.title), _head(page), _rows(page))


def as_csv(page: ListPage) -> HttpResponseBase:
    return sheet.csv_file(_name(page), _head(page), _rows(page))


def _name(page: ListPage) -> str:
    return f"{page.file_name}-{page.on.isoformat()}"


EXPORTS: dict[str, Callable[[ListPage], HttpResponseBase]] = {"xlsx": as_xlsx, "csv": as_csv}
