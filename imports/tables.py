"""Tables of text: under which separator the rows agree, and what a quotation mark that nobody closed does to them."""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice

from imports import encodings
from imports.headings import key
from imports.saying import said as _
from imports.sheets import MAX_COLUMNS, MAX_LINES, Line, Sheet, UnreadableFile, too_large

SEPARATORS = ";,\t|"
SAMPLE_ROWS, HEADING_ROWS = 100, 20
LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# A note may be long; a cell longer than this is a mark that nobody closed.
MAX_CELL = 100_000
Record = tuple[int, list[str]]


def read(content: bytes, known: Collection[str], *, separator: str = "", encoding: str = "") -> Sheet:
    """`known` are the keys of headings; raises UnreadableFile."""
    text, used = encodings.decoded(content, encoding)
    if "\x00" in text[:4000]:
        raise UnreadableFile(_("The file is not a table of text."))
    lines = LINES.findall(text)
    said = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None
    mark = separator or (said[1] if said else "") or best_separator(lines, known)
    sheet = Sheet("", separator=mark, encoding=used)
    for number, cells in _records(lines[1:] if said else lines, mark, sheet, first=2 if said else 1):
        if any(cell.strip() for cell in cells):
            sheet.rows.append((number, [cell.strip() for cell in cells]))
        if len(sheet.rows) > MAX_LINES or len(cells) > MAX_COLUMNS:
            raise UnreadableFile(too_large())
    if said:
        sheet.left.append(Line(1, "separator_line", _("The line only says which separator the file has.")))
    if "\ufffd" in text:
        sheet.left.append(Line(0, "letters_lost", _("Some letters of the file could not be read.")))
    return sheet


def best_separator(lines: list[str], known: Collection[str]) -> str:
    """The one that shows most known headings; then the one under which most rows have as many cells."""
    return max(SEPARATORS, key=lambda mark: _fit(list(islice(csv.reader(lines, delimiter=mark), SAMPLE_ROWS)), known))


def _fit(rows: list[list[str]], known: Collection[str]) -> tuple[int, float, int]:
    widths = Counter(len(cells) for cells in rows if any(cells))
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    named = max((sum(key(cell) in known for cell in cells) for cells in rows[:HEADING_ROWS]), default=0)
    return named, count / widths.total() if width > 1 else 0.0, width


def _records(lines: list[str], mark: str, sheet: Sheet, first: int) -> Iterator[Record]:
    """The file's rows with the line each begins on; a row that swallows others by an open quote is read as one line."""
    widths = Counter(line.count(mark) + 1 for line in lines[:SAMPLE_ROWS])
    usual = widths.most_common(1)[0][0] if widths else 1
    at = 0
    while at < len(lines):
        taken, cells = _record(lines, at, mark)
        if taken > 1 and _is_unclosed(lines[at : at + taken], cells, mark, usual):
            taken, cells = 1, _bare(lines[at], mark)
            told = _("A quotation mark opens on line %(line)s and is never closed; the line is read without it.")
            sheet.left.append(Line(first + at, "quote_unclosed", told % {"line": first + at}))
        yield first + at, cells
        at += taken


def _record(lines: list[str], at: int, mark: str) -> tuple[int, list[str]]:
    """(lines taken, cells) of the row that begins at a line."""
    if '"' not in lines[at]:
        return 1, lines[at].rstrip("\r\n").split(mark)
    reader = csv.reader(islice(lines, at, None), delimiter=mark)
    try:
        cells = next(reader)
    except csv.Error:
        return len(lines) - at, []
    if reader.line_num == 1 and not _is_strict(lines[at], mark):
        return 1, _quoted(lines[at], mark)
    return reader.line_num, cells


def _is_strict(line: str, mark: str) -> bool:
    try:
        next(csv.reader([line], delimiter=mark, strict=True))
    except csv.Error:
        return False
    return True


def _quoted(line: str, mark: str) -> list[str]:
    """The cells of a line in which a quotation mark may be part of a name: "Bolaget" Ett AB."""
    one = re.compile(rf'"((?:[^"]|"")*)"(?={re.escape(mark)}|$)|([^{re.escape(mark)}]*)')
    line, at, cells = line.rstrip("\r\n"), 0, []
    while at <= len(line):
        found: re.Match[str] = one.match(line, at)  # type: ignore[assignment]
        text = found[2] if found[1] is None else found[1].replace('""', '"')
        cells.append(text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' and found[1] is None else text)
        at = found.end() + 1
    return cells


def _is_unclosed(lines: list[str], cells: list[str], mark: str, usual: int) -> bool:
    if any(len(cell) > MAX_CELL for cell in cells) or not cells:
        return True
    try:
        list(csv.reader(lines, delimiter=mark, strict=True))
    except csv.Error:
        return True
    # Closed by the next row's own mark: the lines are whole rows by themselves, and together they are not one.
    return len(cells) != usual and all(len(_bare(line, mark)) == usual for line in lines)


def _bare(line: str, mark: str) -> list[str]:
    """The cells of a line whose quotation marks mean nothing."""
    return [cell.strip().strip('"') for cell in line.rstrip("\r\n").split(mark)]
