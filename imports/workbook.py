"""Run as a child process: an XLSX file on standard input, its sheets as JSON on standard output; all capped.

Exit code 3: more rows or columns than are taken in. Values come from openpyxl; what it does not tell when it reads
little by little (hidden rows and columns, merged cells, formulas without a stored value) from the sheet's XML.
"""

import io
import json
import re
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

MEMORY, CPU_SECONDS = 512 * 2**20, 30
MAX_ROWS, MAX_COLUMNS = 20_000, 1000
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class TooLarge(Exception):
    pass


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    content = sys.stdin.buffer.read()
    import defusedxml
    from openpyxl import load_workbook

    defusedxml.defuse_stdlib()
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        sheets = [read(sheet) for sheet in book.worksheets]
    except TooLarge:
        return 3
    sys.stdout.write(json.dumps(sheets))
    return 0


def read(sheet: Any) -> dict[str, Any]:
    # The file's own word on its extent is not believed.
    sheet.reset_dimensions()
    seen = Seen()
    with sheet._get_source() as source:
        seen.look(source)
    rows = list(_rows(sheet))
    seen.fill(dict(rows))
    return {
        "name": sheet.title,
        "is_hidden": sheet.sheet_state != "visible",
        "rows": rows,
        "hidden_rows": sorted(seen.hidden_rows),
        "hidden_columns": sorted(seen.hidden_columns),
        "marks": [[row, place, mark] for (row, place), mark in seen.marks.items()],
    }


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    count = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
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
        self.row = self.place = 0

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
        value = element.find(f"{SPREADSHEET}v")
        if element.get("t") == "e":
            self.marks[self.row, self.place] = "error"
        elif element.find(f"{SPREADSHEET}f") is not None and not (value is not None and value.text):
            self._formula(element)

    def _formula(self, element: Any) -> None:
        # An empty string is a value too.
        if element.get("t") != "str":
            self.marks[self.row, self.place] = "formula"

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
    # How a workbook writes the first half of a line's end.
    return str(value).replace("_x000D_\n", "\n").replace("_x000D_", "\n").strip()


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
