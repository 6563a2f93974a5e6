"""Every line of a sheet is a row of data, or is left and told why."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from imports import notrows
from imports.amounts import in_unit
from imports.headed import Head, columns_of, headings, is_headings, is_over, may_be_headings, missing
from imports.headings import key
from imports.layouts import LAYOUTS
from imports.models import RowOutcome
from imports.plan import SHIFTED, Column, Row
from imports.saying import listed
from imports.saying import said as _
from imports.saying import said_of_many as ngettext
from imports.sheets import Line, Sheet
from ui.sheet import unguarded
from ui.text import fold

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\t\n]+")
# Of a day between 1982 and 2064.
SERIAL, BEGINS_1904 = re.compile(r"[2-5]\d{4}"), date(1904, 1, 1)
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
    # Lines that somebody takes although they look as if they were no rows.
    taken: Collection[int] = ()
    rows: list[Row] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.head = Head(self.row, headings(self.sheet, self.row), list(self.columns), self.layout)
        self.heads = [self.head]
        self.chosen: dict[str, str] = {}
        for heading, column in zip(self.head.keys, self.columns, strict=False):
            self.chosen[heading] = self.chosen.get(heading) or column
        self.keys = {key(heading) for column in self.known.values() for heading in column.headings} | self.chosen.keys()
        self.below = notrows.below(self.sheet)
        # (row of the headings, place) → what stands there under no heading, as (row, text).
        self.unheaded: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)

    def read(self) -> "Part":
        for number, cells, reason in self._lines():
            if reason:
                self.left.append(Line(number, *reason, sheet=self.sheet.name))
                continue
            self.head.filled |= {place for place, text in enumerate(cells) if text}
            self.rows.append(self._row(number, cells))
            if places := self.head.bare(cells):
                self._note_bare(self.rows[-1], self.head, {place: cells[place] for place in places})
        self.left += [self._column_unheaded(place, cells) for (_row, place), cells in self.unheaded.items()]
        return self

    def has_rows(self) -> bool:
        return any(not reason for _number, _cells, reason in self._lines())

    def _lines(self) -> Iterator[tuple[int, list[str], tuple[str, str] | None]]:
        """(number, cells, why it is no row of data) of every line, with its headings in `head`."""
        self.heads = [self.heads[0]]
        self.head = self.heads[0]
        for number, cells in self.sheet.rows:
            yield number, cells, self._left(number, cells)

    def unmatched(self) -> list[tuple[str, bool]]:
        """(heading, whether it is hidden in the file) of columns that hold something and are not taken."""
        found = [
            (head.heading(place), place in self.sheet.hidden_columns) for head in self.heads for place in head.untaken()
        ]
        return list(dict.fromkeys(found))

    def _left(self, number: int, cells: list[str]) -> tuple[str, str] | None:
        """(code, message) of a line that is no row of data."""
        if number == self.row:
            return "headings", _("Headings.")
        if number in self.taken:
            return None
        if not any(cells):
            told = _("The row holds formulas without values only; save the file in Excel and bring it again.")
            return "formulas_only", told
        if number < self.row:
            return self._above(number, cells)
        if head := self._anew(number, cells):
            return self._begin(head)
        if number in self.sheet.hidden_rows and not self.takes_hidden:
            return "hidden_row", _("The row is hidden in the file; it is left unless you choose otherwise.")
        return self._other(cells) if self.head.lacks else self._no_row(number, cells)

    def _other(self, cells: list[str]) -> tuple[str, str]:
        told = {"text": shown(cells), "row": self.head.row, "columns": listed(self.head.lacks)}
        message = _("“%(text)s” stands under the headings in row %(row)s, which lack %(columns)s.")
        return "other_table", message % told

    def _above(self, number: int, cells: list[str]) -> tuple[str, str]:
        """What stands above the headings: a title is of one cell; whatever holds more might be a row."""
        filled = [text for text in cells if text]
        if number == self.row - 1 and is_over(self.sheet, self.row):
            return "headings", _("Headings.")
        if len(filled) == 1:
            return "title", _("A title above the headings.")
        return "above_headings", _("“%(text)s” stands above the headings and is not taken.") % {"text": shown(filled)}

    def _anew(self, number: int, cells: list[str]) -> Head | None:
        """The line as headings of their own, for the lines below it."""
        if not may_be_headings(cells, self.keys) or [key(text) for text in cells if text] == [
            *filter(None, self.head.keys)
        ]:
            return None
        found, layout = columns_of(cells, self.known.values(), self.sheet.hidden_columns, self.chosen)
        if not is_headings(cells, found):
            return None
        lacks = [column.label for column in missing(self.known.values(), found)]
        return Head(number, cells, found, layout, lacks)

    def _begin(self, head: Head) -> tuple[str, str]:
        self.head = head
        self.heads.append(head)
        return "headings_anew", _("Headings anew: the rows below are read by “%(text)s”.") % {
            "text": shown(head.headings)
        }

    def _no_row(self, number: int, cells: list[str]) -> tuple[str, str] | None:
        filled = [text for text in cells if text]
        if reason := notrows.why(filled):
            return reason
        if number in self.below and len(self.head.places) > 1:
            return notrows.footer(filled[0])
        return self._unlike(cells)

    def _unlike(self, cells: list[str]) -> tuple[str, str] | None:
        said = [(cells[place], self.head.heading(place)) for place, _column in self.head.places if place < len(cells)]
        said = [(text, heading) for text, heading in said if text]
        if not said:
            told = {"text": shown(cells)}
            return "no_taken_cells", _("“%(text)s”: the row has nothing in the columns that are taken.") % told
        if len(said) > min(1, len(self.head.places) - 1) and all(key(text) == key(heading) for text, heading in said):
            return "headings_again", _("The headings again.")
        return None

    def _row(self, number: int, cells: list[str]) -> Row:
        row = Row(self.name or self.sheet.name, number, {})
        for place, column in self.head.places:
            if place < len(cells):
                row.text[column] = self._text(row, self.known[column], place, cells[place])
        _put_together(row, self.known.values())
        return row

    def _note_bare(self, row: Row, head: Head, texts: Mapping[int, str]) -> None:
        """Cells under no heading: beyond the last one a separator may have slipped into a cell, and the row waits;
        others are told once for their column."""
        if self.sheet.separator and max(texts) >= len(head.headings):
            beyond = _("“%(text)s” stands beyond the headings, as if a separator were part of a cell. Mend the row.")
            row.tell(head.places[-1][1], SHIFTED, beyond % {"text": shown(list(texts.values()))})
            return
        for place, text in texts.items():
            self.unheaded[head.row, place].append((row.number, text))

    def _column_unheaded(self, place: int, cells: Sequence[tuple[int, str]]) -> Line:
        row, text = cells[0]
        message = ngettext(
            "Column %(letter)s has no heading: “%(text)s” in row %(row)s is not taken.",
            "Column %(letter)s has no heading: its %(count)s cells, first “%(text)s” in row %(row)s, are not taken.",
            len(cells),
        )
        told = {"letter": xl_col_to_name(place), "text": shown([text]), "row": row, "count": len(cells)}
        return Line(0, "column_unheaded", message % told, self.sheet.name)

    def _text(self, row: Row, column: Column, place: int, text: str) -> str:
        mark = self.sheet.marks.get((row.number, place), "")
        if mark in {"error", "formula"}:
            row.tell(column.name, f"cell_{mark}", _MARKED[mark]() % {"text": text})
            return ""
        if mark == "volatile" and text:
            told = _(
                "The cell is a formula whose value changes by the day; %(text)s is taken, as when the file was saved."
            )
            row.tell(column.name, "cell_volatile", told % {"text": text})
        if mark == "merged":
            told = _("The cell is merged with the one above: “%(text)s” is taken, as above.") % {"text": text}
            row.tell(column.name, "as_above", told)
        heading = self.head.heading(place)
        text = self._from_1904(row, column, unguarded(text))
        if self.head.layout in LAYOUTS:
            text = self._picked(row, column, heading, text)
        said = self.head.units[place] if place < len(self.head.units) else ""
        return self._measured(row, column, heading, said, self._plain(row, column, text))

    def _picked(self, row: Row, column: Column, heading: str, text: str) -> str:
        layout = LAYOUTS[self.head.layout]
        if others := layout.others(heading, text):
            told = {"column": column.label, "text": ", ".join(others)}
            row.tell(column.name, "not_kept", _("%(column)s “%(text)s” is not kept: there is one already.") % told)
        return layout.pick(heading, text)

    def _from_1904(self, row: Row, column: Column, text: str) -> str:
        if not (self.sheet.is_1904 and column.is_day and SERIAL.fullmatch(text)):
            return text
        day = (BEGINS_1904 + timedelta(days=int(text))).isoformat()
        row.tell(
            column.name,
            "date_guessed",
            _("“%(text)s” is read as Excel's number for %(day)s.") % {"text": text, "day": day},
        )
        return day

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


def shown(texts: Sequence[str]) -> str:
    return ", ".join(filter(None, texts))[:80]


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


def tell_again(row: Row, told: Iterable[Mapping[str, Any]]) -> None:
    """What was said of the cells when they were read; of a mended cell nothing."""
    for one in told:
        if one["column"] in row.fixes:
            continue
        if one["code"] == SHIFTED and not row.fixes:
            row.fail(one["column"], SHIFTED, one["message"], RowOutcome.DECISION)
        else:
            row.tell(one["column"], one["code"], one["message"])
