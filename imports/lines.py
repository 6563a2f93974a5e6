"""Every line of a sheet is a row of data, or is left and told why."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from imports.amounts import in_unit
from imports.headings import key, unit
from imports.layouts import LAYOUTS
from imports.plan import Column, Problem, Row
from imports.sheets import Line, Sheet
from ui.sheet import unguarded
from ui.text import fold

TOTAL = re.compile(r"(del)?summa|totalt?|total ?summa|sum|(sub|grand )total|genomsnitt|medelvarde|average")
FOOTER = re.compile(
    r"utskriv|utskrift|exporter|skapad |uppdaterad |printed|created |generated|updated |kalla:|sida \d|page \d"
)
FIGURE = re.compile(r"[-+]?[\d\s.,%]*(kr|sek|tkr|mkr)?|#.*")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\t\n]+")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")


@dataclass
class Part:
    """One sheet of the file as one sheet of the kind: the headings' row, and which column each heading is."""

    name: str
    sheet: Sheet
    row: int
    columns: Sequence[str]
    known: Mapping[str, Column]
    layout: str = ""
    takes_hidden: bool = False
    rows: list[Row] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.headings = headings(self.sheet, self.row)
        self.units = [unit(heading) for heading in self.headings]
        self.places = [(place, column) for place, column in enumerate(self.columns) if column]

    def read(self) -> "Part":
        for number, cells in self.sheet.rows:
            if reason := self._left(number, cells):
                self.left.append(Line(number, *reason, sheet=self.sheet.name))
            else:
                self.rows.append(self._row(number, cells))
        return self

    def has_rows(self) -> bool:
        return any(not self._left(number, cells) for number, cells in self.sheet.rows)

    def unmatched(self) -> list[str]:
        """Headings of columns that hold something and are not taken."""
        below = [cells for number, cells in self.sheet.rows if number > self.row]
        filled = {place for cells in below for place, text in enumerate(cells) if text}
        taken = {place for place, _column in self.places}
        return [self.headings[place] if place < len(self.headings) else "" for place in sorted(filled - taken)]

    def _left(self, number: int, cells: list[str]) -> tuple[str, str] | None:
        """(code, message) of a line that is no row of data."""
        if number <= self.row:
            is_heading = number == self.row or (number == self.row - 1 and len([text for text in cells if text]) > 1)
            return ("headings", _("Headings.")) if is_heading else ("title", _("A title above the headings."))
        if number in self.sheet.hidden_rows and not self.takes_hidden:
            return "hidden_row", _("The row is hidden in the file; it is left unless you choose otherwise.")
        filled = [text for text in cells if text]
        if TOTAL.fullmatch(fold(filled[0]).strip(" :.")) and all(FIGURE.fullmatch(fold(text)) for text in filled[1:]):
            return "total_row", _("“%(text)s” is a sum of the rows, not a row.") % {"text": filled[0]}
        if len(filled) == 1 and FOOTER.match(fold(filled[0])):
            return "footer", _("“%(text)s” is said of the list, not a row.") % {"text": filled[0][:80]}
        return self._unlike(cells)

    def _unlike(self, cells: list[str]) -> tuple[str, str] | None:
        said = [(cells[place], self.headings[place]) for place, _column in self.places if place < len(cells)]
        said = [(text, heading) for text, heading in said if text]
        if not said:
            return "no_taken_cells", _("The row has nothing in the columns that are taken.")
        if len(said) > 1 and all(key(text) == key(heading) for text, heading in said):
            return "headings_again", _("The headings again.")
        return None

    def _row(self, number: int, cells: list[str]) -> Row:
        row = Row(self.name or self.sheet.name, number, {})
        for place, column in self.places:
            if place < len(cells):
                row.text[column] = self._text(row, self.known[column], place, cells[place])
        _put_together(row, self.known.values())
        return row

    def _text(self, row: Row, column: Column, place: int, text: str) -> str:
        mark = self.sheet.marks.get((row.number, place), "")
        if mark in {"error", "formula"}:
            row.tell(column.name, f"cell_{mark}", _MARKED[mark]() % {"text": text})
            return ""
        if mark == "merged":
            told = _("The cell is merged with the one above: “%(text)s” is taken, as above.") % {"text": text}
            row.tell(column.name, "as_above", told)
        heading = self.headings[place] if place < len(self.headings) else ""
        text = unguarded(text)
        if self.layout in LAYOUTS:
            text = self._picked(row, column, heading, text)
        said = self.units[place] if place < len(self.units) else ""
        return self._measured(row, column, heading, said, self._plain(row, column, text))

    def _picked(self, row: Row, column: Column, heading: str, text: str) -> str:
        layout = LAYOUTS[self.layout]
        if others := layout.others(heading, text):
            told = {"column": column.label, "text": ", ".join(others)}
            row.tell(column.name, "not_kept", _("%(column)s “%(text)s” is not kept: there is one already.") % told)
        return layout.pick(heading, text)

    def _plain(self, row: Row, column: Column, text: str) -> str:
        """Without letters that cannot be printed; a field of one line has no breaks."""
        if column.is_long:
            return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        plain = CONTROL.sub(" ", text).strip()
        if plain != text:
            row.tell(column.name, "line_break", _("A line break or control character is read as a space."))
        return plain

    def _measured(self, row: Row, column: Column, heading: str, said: str, text: str) -> str:
        """A bare figure under "Turnover (tkr)" is in thousands; one that says otherwise is as it says."""
        if said in {"", "kr", "sek"} or not text:
            return text
        measured, is_other = in_unit(text, said)
        if is_other:
            told = {"text": text, "heading": heading}
            row.tell(column.name, "other_unit", _("“%(text)s” under “%(heading)s” is read as it says itself.") % told)
        return measured


_MARKED = {
    "error": lambda: _("The cell shows the error %(text)s in the file, and nothing is taken from it."),
    "formula": lambda: _("The cell is a formula without a value; open the file in Excel, save it and bring it again."),
}


def headings(sheet: Sheet, row: int) -> list[str]:
    """The cells of the headings' row; where one is empty, that of a row of headings right above."""
    found = {number: cells for number, cells in sheet.rows if number in (row - 1, row)}
    cells, above = found.get(row, []), found.get(row - 1, [])
    if sum(map(bool, above)) < 2:
        return cells
    width = max(len(cells), len(above))
    below = [*cells, *[""] * (width - len(cells))]
    return [text or (above[place] if place < len(above) else "") for place, text in enumerate(below)]


def _put_together(row: Row, columns: Iterable[Column]) -> None:
    """First and last name into one, a second number where there is no first."""
    columns = list(columns)
    for target in {column.joins: None for column in columns if column.joins}:
        parts = [row.text.pop(column.name, "") for column in columns if column.joins == target]
        joined, said = " ".join(filter(None, parts)), row.text.get(target, "")
        if joined and fold(joined) != fold(said):
            row.text[target] = "; ".join(filter(None, [said, joined]))
            if said or sum(map(bool, parts)) > 1:
                told = {"text": row.text[target]}
                row.tell(target, "joined", _("“%(text)s” is put together from several columns.") % told)
    for column in columns:
        if column.fills and (text := row.text.pop(column.name, "")):
            if not row.text.get(column.fills):
                row.text[column.fills] = text
            elif row.text[column.fills] != text:
                told = {"text": text, "column": column.label}
                row.tell(column.fills, "not_kept", _("%(column)s “%(text)s” is not kept: there is one already.") % told)


def told(row: Row) -> list[dict[str, str]]:
    return [{"column": one.column, "code": one.code, "message": one.message} for one in row.problems]


def problems(told: Iterable[Mapping[str, Any]], fixes: Mapping[str, str]) -> Iterator[Problem]:
    """What was said of the cells when they were read; of a mended cell nothing."""
    for one in told:
        if one["column"] not in fixes:
            yield Problem(one["column"], one["code"], one["message"])
