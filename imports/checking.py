"""What is looked at in every row before its kind plans it: what is taken for all, and the days."""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Any

from imports import days
from imports.kinds import KINDS
from imports.models import ImportRun
from imports.plan import DEFAULT_USED, Column, Row
from imports.saying import in_each_language, put
from imports.saying import said as _


def look(run: ImportRun, rows: list[Row], today: date) -> None:
    for name, columns in KINDS[run.kind].SHEETS.items():
        its = [row for row in rows if not name or row.sheet == name]
        for column in columns:
            _fill_in(column, its)
            if column.is_day:
                _settle_days(column, its, run, today)


def _fill_in(column: Column, rows: Iterable[Row]) -> None:
    """What a row gets that says nothing, in a column that the file has; told at the row."""
    silent = [row for row in rows if column.default and column.name in row.text and not row[column.name]]
    if silent:
        told = _("Nothing is said; %(text)s is taken.") % {"text": label(column, column.default)}
    for row in silent:
        row.resolved[column.name] = column.default
        row.tell(column.name, DEFAULT_USED, told)


def label(column: Column, text: str) -> str:
    options = column.options
    return in_each_language(lambda: dict(options()).get(text, text)) if options else text


def _settle_days(column: Column, rows: list[Row], run: ImportRun, today: date) -> None:
    """Put the day in the place of a text that could be several, where a person or the whole column says which."""
    orders = run.choices.get("orders", {})
    found = [(row, read) for row in rows if isinstance(read := days.read(row[column.name]), days.Ambiguous)]
    plain = [day for row in rows if isinstance(day := days.read(row[column.name]), date) and day <= today]
    for style in {read.style for _row, read in found}:
        its = [(row, read) for row, read in found if read.style == style]
        chosen = orders.get(column.name + style, "")
        order = chosen or days.order_of([read.meant for _row, read in its], plain, style)
        for row, read in its:
            _settle_day(column.name, row, read.meant, order, is_told=not chosen)


def _settle_day(column: str, row: Row, meant: Mapping[str, date], order: str, *, is_told: bool) -> None:
    text = row[column]
    if len(set(meant.values())) == 1:
        order = next(iter(meant))
        is_told = order == days.MDY or days.is_year_guessed(text, meant[order])
    if order in meant:
        row.resolved[column] = meant[order].isoformat()
        if is_told:
            row.tell(column, "date_guessed", days.guessed(text, meant[order]))


def told_once(columns: Iterable[Column], said: Mapping[str, str], named: Container[str]) -> list[dict[str, Any]]:
    """What is said once for all rows: what they get for a column that the file has not, and what is taken to be so
    beside one that it has."""
    found = []
    for column in columns:
        if column.lacking and column.name not in named:
            found.append({"row": 0, "column": column.name, "code": "default_for_all", "message": put(column.lacking)})
        if column.supposed and column.name in named:
            found.append({"row": 0, "column": column.name, "code": "supposed", "message": put(column.supposed)})
        if column.name in said:
            told = _("The file has no column for %(column)s; every row gets %(text)s.")
            message = told % {"column": column.label, "text": label(column, said[column.name])}
            found.append({"row": 0, "column": column.name, "code": "default_for_all", "message": message})
    return found
