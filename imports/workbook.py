"""Run as a child process: an XLSX file on standard input, its sheets as JSON on standard output; all capped.

Exit code 3: more rows or columns than are taken in. Values come from openpyxl; what it does not tell when it reads
little by little (hidden rows and columns, merged cells, formulas without a stored value) from the sheet's XML.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

MEMORY, CPU_SECONDS = 512 * 2**20, 30
# Lines of a sheet: rows of data, and some with titles, headings and sums.
MAX_ROWS, MAX_COLUMNS = 20_100, 1000
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# "Strict Open XML" is the same under other names.
STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
}
# Formulas whose value is that of the day, or hour, when the file was saved.
VOLATILE = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN)\(")
# Without any of these a sheet's XML has nothing to tell beside its values.
TELLING = re.compile(rb"<(\w+:)?(f|mergeCell)[ />]|hidden=|t=[\"']e[\"']")
# What XML cannot hold stands in a workbook by its number; halves of letters are left as they stand.
ESCAPED = re.compile(r"_x(?!D[89A-F])([0-9A-F]{4})_", re.IGNORECASE)


class TooLarge(Exception):
    pass


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    content = sys.stdin.buffer.read()
    import defusedxml
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    defusedxml.defuse_stdlib()
    book = load_workbook(io.BytesIO(transitional(content)), read_only=True, data_only=True)
    is_1904 = book.epoch == CALENDAR_MAC_1904
    try:
        sheets = [read(sheet) | {"is_1904": is_1904} for sheet in book.worksheets]
    except TooLarge:
        return 3
    sys.stdout.write(json.dumps(sheets))
    return 0


def transitional(content: bytes) -> bytes:
    """A strict workbook under the names that openpyxl knows; any other as it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if not any(name in packed.read("xl/workbook.xml") for name in STRICT):
            return content
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as target:
            for member in packed.namelist():
                if member.endswith((".xml", ".rels")):
                    target.writestr(member, _renamed(packed.read(member)))
    return made.getvalue()


def _renamed(content: bytes) -> bytes:
    for strict, name in STRICT.items():
        content = content.replace(strict, name)
    return content


def read(sheet: Any) -> dict[str, Any]:
    # The file's own word on its extent is not believed.
    sheet.reset_dimensions()
    seen = Seen()
    with sheet._get_source() as source:
        is_telling = _is_telling(source)
    if is_telling:
        with sheet._get_source() as source:
            seen.look(source)
    rows = list(_rows(sheet, seen.widths()))
    seen.fill(dict(rows))
    return {
        "name": sheet.title,
        "is_hidden": sheet.sheet_state != "visible",
        "rows": rows,
        "hidden_rows": sorted(seen.hidden_rows),
        "hidden_columns": sorted(seen.hidden_columns),
        "marks": [[row, place, mark] for (row, place), mark in seen.marks.items()],
    }


def _is_telling(source: Any) -> bool:
    tail = b""
    while chunk := source.read(2**20):
        if TELLING.search(tail + chunk):
            return True
        tail = chunk[-20:]
    return False


def _rows(sheet: Any, widths: dict[int, int]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something; `widths` is row → cells that must be there though they are empty."""
    count = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        width = widths.get(number, 0)
        texts = [text(cell) for cell in cells]
        while len(texts) > width and not texts[-1]:
            texts.pop()
        texts += [""] * (width - len(texts))
        if texts:
            count += 1
            if count > MAX_ROWS or len(texts) > MAX_COLUMNS:
                raise TooLarge
            yield number, texts


class Seen:
    """What the sheet's XML says beside the values."""

    def __init__(self) -> None:
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.marks: dict[tuple[int, int], str] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        # Formulas that are written once and used in several cells.
        self.volatile: set[str | None] = set()
        self.row = self.place = 0

    def widths(self) -> dict[int, int]:
        """Row → up to which cell it reaches with formulas that have no value."""
        return {row: place + 1 for (row, place), mark in sorted(self.marks.items()) if mark == "formula"}

    def look(self, source: Any) -> None:
        from defusedxml.ElementTree import iterparse

        for event, element in iterparse(source, ["start", "end"]):
            tag = element.tag.removeprefix(SPREADSHEET)
            if event == "start" and tag == "row":
                self.row, self.place = int(element.get("r") or self.row + 1), -1
                if element.get("hidden") in {"1", "true"}:
                    self.hidden_rows.add(self.row)
            elif event == "end" and tag in {"c", "col", "mergeCell"}:
                getattr(self, f"_{tag.lower()}")(element)
            if event == "end" and tag in {"row", "c"}:
                element.clear()

    def _c(self, element: Any) -> None:
        reference = element.get("r")
        self.place = _place(reference) if reference else self.place + 1
        formula, value = element.find(f"{SPREADSHEET}f"), element.find(f"{SPREADSHEET}v")
        if element.get("t") == "e":
            self.marks[self.row, self.place] = "error"
        elif formula is not None and not (value is not None and value.text):
            # An empty string is a value too.
            if element.get("t") != "str":
                self.marks[self.row, self.place] = "formula"
        elif formula is not None and self._is_volatile(formula):
            self.marks[self.row, self.place] = "volatile"

    def _is_volatile(self, formula: Any) -> bool:
        shared = formula.get("si")
        if VOLATILE.search(formula.text or ""):
            self.volatile |= {shared} - {None}
            return True
        return shared in self.volatile

    def _col(self, element: Any) -> None:
        if element.get("hidden") in {"1", "true"}:
            last = min(int(element.get("max")), MAX_COLUMNS)
            self.hidden_columns.update(range(int(element.get("min")) - 1, last))

    def _mergecell(self, element: Any) -> None:
        first, _colon, last = element.get("ref", "").partition(":")
        if last and len(self.merged) < MAX_ROWS:
            self.merged.append((_number(first), _place(first), _number(last), _place(last)))

    def fill(self, rows: dict[int, list[str]]) -> None:
        """A cell merged with one above says what that one says."""
        for top, left, bottom, _right in self.merged:
            above = rows.get(top, [])
            value = above[left] if left < len(above) else ""
            for number in range(top + 1, min(bottom, top + MAX_ROWS) + 1):
                cells = rows.get(number)
                if value and cells is not None:
                    cells.extend([""] * (left + 1 - len(cells)))
                    cells[left] = value
                    self.marks[number, left] = "merged"


def _place(reference: str) -> int:
    """0 for A1, 27 for AB3."""
    place = 0
    for letter in re.match("[A-Z]*", reference)[0]:  # type: ignore[index]
        place = place * 26 + ord(letter) - 64
    return place - 1


def _number(reference: str) -> int:
    return int(re.sub(r"\D", "", reference) or 0)


def text(cell: Any) -> str:
    """The cell as Excel shows it, with days as 2024-07-12."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(round(value.total_seconds()))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _figure(value, cell.number_format or "")
    said = ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))
    return said.replace("\r\n", "\n").replace("\r", "\n").strip()


def _figure(value: int | float, shape: str) -> str:
    if "%" in shape:
        return f"{round(value * 100, 6):g} %"
    if float(value).is_integer():
        return str(int(value))
    # A workbook keeps fifteen figures: 0.1 + 0.2 is 0.3.
    exact = format(Decimal(f"{value:.15g}"), "f")
    # As text a point before three figures groups; a number is a number, whoever reads it next.
    return f"{exact}0" if re.search(r"\.\d{3}$", exact) else exact


def _duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")


if __name__ == "__main__":
    sys.exit(main())
