"""Tables out of the house: XLSX whose strings stay strings, and CSV that no spreadsheet takes for a formula."""

import csv
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = tuple("=+-@|%\t\r\n")


def xlsx(name: str, title: str, head: list[str], rows: Iterable[list[Any]]) -> FileResponse:
    """A workbook of one sheet, written row by row to disk, so that its size costs no memory."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it has been sent
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "Fyr")
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for column, label in enumerate(head):
        sheet.write_string(0, column, str(label), bold)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, line, column, value, day)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _write(sheet: Any, line: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(line, column, value, day)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(line, column, value)
    else:
        sheet.write_string(line, column, str(value))


class _Line:
    """A file that hands back what is written, line by line."""

    def write(self, text: str) -> str:
        return text


def csv_file(name: str, head: list[str], rows: Iterable[list[Any]]) -> StreamingHttpResponse:
    """UTF-8 with a BOM and semicolons, as Swedish Excel reads it; decimals with a comma."""
    response = StreamingHttpResponse(_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(head: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";")
    yield "\ufeff" + writer.writerow([safe(label) for label in head])
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


def safe(value: Any) -> str:
    """A cell's text; one that a spreadsheet would run begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    if not isinstance(value, str):
        return str(value)
    start = unicodedata.normalize("NFKC", value).lstrip(" \u00a0\u200b\ufeff\"'")[:1]
    return f"'{value}" if start.startswith(FORMULA_STARTS) or value[:1] in "\t\r\n" and value else value


def unguarded(text: str) -> str:
    """A cell that may have come from a file of ours, without the apostrophe that `safe` has put before it."""
    return text[1:] if text.startswith("'") and safe(text[1:]) == text else text
